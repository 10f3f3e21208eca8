"""Whether pages of a foreign PDF can be copied into a PDF/A file."""
