"""A mechanism as plain values to be drawn."""
