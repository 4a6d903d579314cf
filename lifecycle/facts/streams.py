"""The names of streams: one for each mechanism, and one for each definition of its own."""

MECHANISM = "mechanism"
"""The category of the streams of mechanisms."""
DEFINITION = "definition"
"""The category of the streams of definitions."""


def stream_of(mechanism_id: str) -> str:
    """Return the name of a mechanism's stream."""
    return f"{MECHANISM}-{mechanism_id}"


def definition_stream(name: str) -> str:
    """Return the name of the stream in which the versions of a definition stand."""
    return f"{DEFINITION}-{name}"


def category_of(stream: str) -> str:
    """Return what a stream is of: `MECHANISM`, `DEFINITION`, or what another program calls it."""
    return stream.partition("-")[0]


def id_in(stream: str) -> str:
    """Return the id of the mechanism whose stream has a name."""
    return stream.removeprefix(f"{MECHANISM}-")
