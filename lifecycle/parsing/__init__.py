"""Strict TOML and JSON, with the lines of what is wrong."""
