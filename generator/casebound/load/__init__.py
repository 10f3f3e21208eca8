"""Everything that reads a project's files."""
