"""Everything that changes a record or writes new files into a project."""
