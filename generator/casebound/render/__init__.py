"""Pages and documents. Templates format; nothing here decides."""
