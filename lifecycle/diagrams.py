"""From definitions and mechanisms to the state diagrams that are drawn."""

from collections.abc import Mapping, Sequence

from lifecycle.definition import Definition, Track
from lifecycle.render.diagram import Diagram, DiagramEdge, DiagramTrack
from lifecycle.views import Mechanism


def diagram_of_definition(definition: Definition) -> Diagram:
    """Return the diagram of a definition, with nothing marked."""
    return Diagram(definition.title, tuple(_track(t, None, ()) for t in definition.tracks))


def diagram_of(mechanism: Mechanism) -> Diagram:
    """Return the diagram of a mechanism, its states as of now and before marked."""
    definition = mechanism.recorded.rules.definition
    visited: Mapping[str, Sequence[str]] = {
        track.name: [
            *dict.fromkeys(
                state.tracks[number]
                for state in (mechanism.recorded.start, *(s.state for s in mechanism.steps))
            )
        ]
        for number, track in enumerate(definition.tracks)
    }
    tracks = tuple(
        _track(track, mechanism.tracks[track.name], visited[track.name])
        for track in definition.tracks
    )
    return Diagram(mechanism.name, tracks)


def _track(track: Track, current: str | None, visited: Sequence[str]) -> DiagramTrack:
    edges = tuple(
        DiagramEdge(move.trigger, source, move.to or source, move.consent, move.guards)
        for move in track.transitions
        for source in move.sources
    )
    return DiagramTrack(
        name=track.name,
        states=track.states,
        initial=track.initial,
        final=track.final,
        current=current,
        visited=tuple(visited),
        edges=edges,
    )
