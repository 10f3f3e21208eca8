"""Foreign HTML, from mails and files: cleaned, with hidden words marked, ready to be printed."""
