"""From facts to order, state and legality. Pure."""
