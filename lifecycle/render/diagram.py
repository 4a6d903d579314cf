"""The words of a state diagram, and the diagram in Mermaid."""

from collections.abc import Iterator, Sequence

from lifecycle.render.text_safety import mermaid
from lifecycle.timeline.diagram_values import NO_CONSENT, Diagram, DiagramEdge, DiagramTrack


def consent_words(edge: DiagramEdge) -> str:
    """Return whose consent *edge* takes, e.g. `` (both)``; empty if nobody's."""
    return f" ({edge.consent})" if edge.consent not in (None, NO_CONSENT) else ""


def edge_words(edge: DiagramEdge) -> str:
    """Return *edge* in one line as UML writes it: ``sign_tor (both) [mechanism_not_ended]``."""
    guards = f" [{', '.join(edge.guards)}]" if edge.guards else ""
    return f"{edge.trigger}{consent_words(edge)}{guards}"


def state_words(track: DiagramTrack, state: str) -> tuple[str, ...]:
    """Return what there is to say of *state*: ``now``, ``visited``, ``final``."""
    words = {
        "now": state == track.current,
        "visited": state in track.visited and state != track.current,
        "final": state in track.final,
    }
    return tuple(word for word, holds in words.items() if holds)


# --- Mermaid ---


def diagram_mermaid(diagram: Diagram) -> str:
    """Return *diagram* as a Mermaid ``stateDiagram-v2``; its ids are made here, never from data."""
    lines = ["---", f'title: "{mermaid(diagram.title)}"', "---", "stateDiagram-v2"]
    lines += ["    direction LR", "    classDef now stroke-width:4px,font-weight:bold"]
    first = 0
    for number, track in enumerate(diagram.tracks):
        ids = {state: f"s{first + index}" for index, state in enumerate(track.states)}
        first += len(ids)
        body = list(_track_lines(track, ids))
        if len(diagram.tracks) > 1:
            lines.append(f'    state "{mermaid(track.name)}" as t{number} {{')
            lines += (f"    {line}" for line in body)
            lines.append("    }")
        else:
            lines += body
    lines += _current_lines(diagram.tracks)
    return "\n".join(lines) + "\n"


def _track_lines(track: DiagramTrack, ids: dict[str, str]) -> Iterator[str]:
    for state, name in ids.items():
        words = ", ".join(state_words(track, state))
        label = f"{state} ({words})" if words else state
        yield f'    state "{mermaid(label)}" as {name}'
    yield f"    [*] --> {ids[track.initial]}"
    for edge in track.edges:
        yield f"    {ids[edge.source]} --> {ids[edge.target]} : {mermaid(edge_words(edge))}"
    for state in track.final:
        yield f"    {ids[state]} --> [*]"


def _current_lines(tracks: Sequence[DiagramTrack]) -> Iterator[str]:
    first = 0
    for track in tracks:
        if track.current is not None:
            yield f"    class s{first + track.states.index(track.current)} now"
        first += len(track.states)
