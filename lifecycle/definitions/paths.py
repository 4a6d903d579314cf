"""Shortest legal ways through a definition: to a state, to every state, over every transition."""

from collections.abc import Mapping

from lifecycle.definitions.machine import PathStep, Rules, Tracks
from lifecycle.definitions.reach import Edge, Path, edges_of, explore

__all__ = ["Path", "PathStep", "coverage_paths", "shortest_histories", "shortest_path"]


def shortest_path(rules: Rules, start_tracks: Tracks, goal_state: str) -> Path | None:
    """Return the fewest acts that lead from *start_tracks* to where a track is in *goal_state*.

    Returns:
        Empty if it stands there already; None if no path leads there. Of several shortest paths
        the one whose triggers the definition names first.

    Raises:
        DefinitionError: If the tracks can stand in too many states together.
    """
    for tracks, path in explore(rules, start_tracks):
        if goal_state in tracks:
            return path
    return None


def shortest_histories(rules: Rules) -> Mapping[str, Path]:
    """Return, for every state of every track that can be reached, the shortest path to it.

    Raises:
        DefinitionError: As for `shortest_path`.
    """
    found: dict[str, Path] = {}
    for tracks, path in explore(rules, rules.initial):
        for state in tracks:
            found.setdefault(state, path)
    return {state: found[state] for state in rules.states if state in found}


def coverage_paths(rules: Rules) -> tuple[Path, ...]:
    """Return paths from the beginning that together use every transition that can be used.

    Each is the shortest that uses its last step; the longest come first, and none is part of
    the others.

    Raises:
        DefinitionError: As for `shortest_path`.
    """
    shortest: dict[Edge, Path] = {}
    for tracks, path in explore(rules, rules.initial):
        for step in rules.steps(tracks):
            for edge in edges_of(rules, step):
                shortest.setdefault(edge, (*path, step))
    kept, covered = list[Path](), set[Edge]()
    for path in sorted(dict.fromkeys(shortest.values()), key=len, reverse=True):
        used = {edge for step in path for edge in edges_of(rules, step)}
        if used - covered:
            kept.append(path)
            covered |= used
    return tuple(kept)
