"""Pictures: their pixels, colors, metadata and structure."""
