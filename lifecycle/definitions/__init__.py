"""Kinds of mechanism: data, checks, the state machine, and paths through it."""
