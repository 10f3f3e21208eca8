"""Reading messages that Outlook saves (.msg): MAPI properties, recipients, attachments, and bodies in RTF."""
