"""The command ``lifecycle``: a thin shell over the library."""

from lifecycle.cli.run import main

__all__ = ["main"]
