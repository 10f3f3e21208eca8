"""Import of cases and register entries from a spreadsheet: the mapping, the rows, what they become, and the writing."""
