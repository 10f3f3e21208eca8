"""The exhibits converted to pages, printed and drawn."""
