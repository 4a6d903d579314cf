"""Row i: a large timeline drawn as one SVG picture."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks import ours
from benchmarks.measuring import rates
from benchmarks.table import Row, at_most
from lifecycle.dates.edtf import parse
from lifecycle.registry.registry import Registry
from lifecycle.render.svg import render_svg
from lifecycle.timeline.lanes import timeline_of

_LANES = 500
_EVENTS = 20


def rows(folder: Path) -> Iterator[Row]:
    """Yield row i."""
    with Registry.open(str(folder / "timeline.db")) as registry:
        for number in range(_LANES):
            ours.tell_life(registry, number, _EVENTS + 1)
        today = parse("2025-12-09").latest or 0
        size = registry.store.head()
        timeline = timeline_of(registry.list(), as_of=today, log_size=size, log_root="0" * 64)
    if sum(len(lane.marks) for lane in timeline.lanes) != _LANES * _EVENTS:
        raise ValueError("the timeline does not show what was recorded")

    def draw() -> int:
        render_svg(timeline)
        return 1

    seconds = 1 / rates({"ours": draw}, 5)["ours"]
    yield Row(
        "i. SVG, 500 lanes of 20 events",
        f"{seconds:.2f} s",
        "-",
        "-",
        (at_most(0.2, seconds, "s"),),
    )
