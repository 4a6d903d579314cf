"""Which shape each event type's data has today, and how older shapes become that.

A type whose shape changes gets a higher version here and a step that lifts the version before it.
Acts and states are stored beside the data, so old logs replay as they were recorded.
"""

from collections.abc import Mapping

from events.upcasting import Upcasters
from lifecycle.domain_events import EVENT_TYPES

SCHEMA_VERSIONS: Mapping[str, int] = dict.fromkeys(EVENT_TYPES, 1)
"""Current schema version of every type."""

UPCASTERS = Upcasters(SCHEMA_VERSIONS)
"""The steps from every older shape. There are none yet."""
