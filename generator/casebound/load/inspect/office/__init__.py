"""Word, Excel and OpenDocument files as text and tables."""
