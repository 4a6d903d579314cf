"""The public API, and the only writer."""
