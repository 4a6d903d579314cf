"""Which shape each event type's data has today, and how older shapes become that.

A type whose shape changes gets a higher version here and a step that lifts the version before it.
Acts and states are stored beside the data, so old logs replay as they were recorded.
"""

from collections.abc import Mapping

from events.model import Json
from events.upcasting import Upcasters
from lifecycle.facts.models import EVENT_TYPES, MeetingHeld

SCHEMA_VERSIONS: Mapping[str, int] = {**dict.fromkeys(EVENT_TYPES, 1), MeetingHeld.type: 2}
"""Current schema version of every type."""


def _joint_sittings(data: dict[str, Json]) -> dict[str, Json]:
    """Lift a meeting whose joint sittings were names only: they have numbers of their own now."""
    names = data.get("joint_with", [])
    if not isinstance(names, list):
        raise TypeError("joint_with is not a list")
    return {**data, "joint_with": [{"mechanism": name} for name in names]}


UPCASTERS = Upcasters(SCHEMA_VERSIONS, {(MeetingHeld.type, 1): _joint_sittings})
"""The steps from every older shape."""
