"""The cells of a spreadsheet that is imported: Excel, OpenDocument, and text with separators."""
