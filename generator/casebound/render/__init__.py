"""Turning judged cases into pages and documents. Templates format; nothing here decides."""
