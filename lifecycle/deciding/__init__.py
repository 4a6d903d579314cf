"""From a command to facts, or to a refusal. Pure."""
