"""From mechanisms to the timeline that is drawn: a lane each, with its status."""

from collections.abc import Iterable

from lifecycle.analysis.mechanism import Mechanism
from lifecycle.definitions.definition import ENDED
from lifecycle.timeline.marks import marks_of, messages
from lifecycle.timeline.spans import spans_of
from lifecycle.timeline.values import Lane, Mark, Timeline
from lifecycle.views.status import last_on_record, status_of


def timeline_of(
    mechanisms: Iterable[Mechanism], *, as_of: int, log_size: int, log_root: str
) -> Timeline:
    """Return the timeline of *mechanisms* up to the day *as_of*, one lane each."""
    lanes = tuple(lane_of(mechanism, as_of) for mechanism in mechanisms)
    return Timeline(lanes, as_of, log_size, log_root)


def lane_of(mechanism: Mechanism, as_of: int) -> Lane:
    """Return the lane of one mechanism."""
    marks = marks_of(mechanism, as_of)
    registration = mechanism.history[0].event_id
    about = [a for a in mechanism.anomalies if a.events[0] == registration]
    return Lane(
        mechanism_id=mechanism.id,
        title=mechanism.name,
        parties=mechanism.parties,
        status=status_of(mechanism),
        marks=marks,
        spans=tuple(spans_of(mechanism, marks, as_of)),
        ended=_end(marks) if mechanism.ended else None,
        flags=messages(about, warning=True),
        last=last_on_record(mechanism),
        remarks=messages(about, warning=False),
    )


def _end(marks: Iterable[Mark]) -> int | None:
    return max((m.at for m in marks if any(new == ENDED for _, _, new in m.moves)), default=None)
