"""``python -m lifecycle`` is the command ``lifecycle``."""

from lifecycle.cli import main

if __name__ == "__main__":
    main()
