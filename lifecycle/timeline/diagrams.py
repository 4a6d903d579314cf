"""From definitions and mechanisms to the state diagrams that are drawn."""

from lifecycle.analysis.mechanism import Mechanism
from lifecycle.definitions.definition import Definition
from lifecycle.definitions.machine import rules_of
from lifecycle.definitions.track_machine import TrackMachine
from lifecycle.timeline.diagram_values import Diagram, DiagramEdge, DiagramTrack


def diagram_of_definition(definition: Definition) -> Diagram:
    """Return the diagram of a definition, with nothing marked."""
    return Diagram(
        definition.title, tuple(_track(t, None, ()) for t in rules_of(definition).tracks)
    )


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
            rules.tracks, mechanism.state.tracks, zip(*stood, strict=True), strict=True
        )
    )
    return Diagram(mechanism.name, tracks)


def _track(track: TrackMachine, current: str | None, visited: tuple[str, ...]) -> DiagramTrack:
    edges = tuple(
        DiagramEdge(trigger, state, step.to, step.consent, step.guards)
        for (state, trigger), step in track.steps.items()
    )
    return DiagramTrack(
        name=track.name,
        states=tuple(track.rank),
        initial=track.initial,
        final=track.final,
        current=current,
        visited=visited,
        edges=edges,
    )
