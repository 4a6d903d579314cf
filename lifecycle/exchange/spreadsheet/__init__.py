"""Facts in a table, one a row: read from a spreadsheet saved as CSV, and written as one."""
