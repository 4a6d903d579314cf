"""Dates as far as they are known, lengths of time, and days."""
