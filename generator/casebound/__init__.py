"""casebound binds Certificate of Coverage cases to their proof."""

__version__ = "0.1.0"
