"""The command line: one module for a command or a family of commands."""
