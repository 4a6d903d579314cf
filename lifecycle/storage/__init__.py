"""Between facts and an event store; replay and audit."""
