"""Whether pages of a foreign PDF can be taken over into a PDF/A file."""
