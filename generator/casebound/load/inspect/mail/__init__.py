"""Reading e-mails: MIME structure, headers, charsets, and the parts of each message in order."""
