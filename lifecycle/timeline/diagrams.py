"""From definitions and mechanisms to the state diagrams that are drawn."""

from lifecycle.analysis.mechanism import Mechanism
from lifecycle.definitions.definition import Definition, Track
from lifecycle.timeline.diagram_values import Diagram, DiagramEdge, DiagramTrack


def diagram_of_definition(definition: Definition) -> Diagram:
    """Return the diagram of a definition, with nothing marked."""
    return Diagram(definition.title, tuple(_track(t, None, ()) for t in definition.tracks))


def diagram_of(mechanism: Mechanism) -> Diagram:
    """Return the diagram of the rules that a mechanism stands under now.

    Its states are marked, as of now and before. Those from before a migration are not: they are
    states of another definition.
    """
    rules = mechanism.state.rules
    states = (mechanism.recorded.start, *(step.state for step in mechanism.steps))
    stood = [state.tracks for state in states if state.rules is rules]
    tracks = tuple(
        _track(track, current, tuple(dict.fromkeys(visited)))
        for track, current, visited in zip(
            rules.definition.tracks, mechanism.state.tracks, zip(*stood, strict=True), strict=True
        )
    )
    return Diagram(mechanism.name, tracks)


def _track(track: Track, current: str | None, visited: tuple[str, ...]) -> DiagramTrack:
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
        visited=visited,
        edges=edges,
    )
