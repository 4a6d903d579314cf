"""What can happen, and how it is written down."""
