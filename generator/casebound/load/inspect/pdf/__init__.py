"""PDFs: whether they open, what acts or hides in them, and what has to be drawn."""
