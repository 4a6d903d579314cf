"""The life of bilateral mechanisms: recorded, replayed, judged and drawn.

Names are loaded when they are first used, so that importing the package stays cheap.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

import events

# Another distribution owns a package `events` too, and may have been found first: then our folder
# is added to it. See docs/design/two-packages-events.md.
_EVENTS = os.path.join(os.path.dirname(os.path.dirname(__file__)), "events")  # noqa: PTH118, PTH120  # pathlib is slow to load
if _EVENTS not in events.__path__:
    events.__path__.append(_EVENTS)
if not any(os.path.exists(os.path.join(path, "store.py")) for path in events.__path__):  # noqa: PTH110, PTH118  # as above
    raise ImportError(
        "the package 'events' of bilateral-lifecycle is missing: another distribution with that"
        " name was installed over it or removed it; reinstall bilateral-lifecycle"
    )

__all__ = [
    "Anomaly",
    "Assessment",
    "Command",
    "CommandRefusedError",
    "DateError",
    "Definition",
    "DefinitionError",
    "DossierError",
    "Envelope",
    "Error",
    "EventIdReusedError",
    "EventsError",
    "Fact",
    "InvalidArgumentError",
    "InvalidFactError",
    "LifecycleError",
    "Mechanism",
    "NotFoundError",
    "RecordedEvent",
    "Refusal",
    "Registry",
    "StoreBusyError",
    "StoreError",
    "Timeline",
    "UnreadableFactError",
    "WrongExpectedVersionError",
    "__version__",
    "assess",
    "read_dossier",
]

if TYPE_CHECKING:
    # What type checkers and editors see; at run time `__getattr__` loads each name.
    from events.errors import (
        Error,
        EventIdReusedError,
        EventsError,
        StoreBusyError,
        StoreError,
        WrongExpectedVersionError,
    )
    from events.model import RecordedEvent
    from lifecycle.analysis.anomalies import Anomaly
    from lifecycle.analysis.assessment.assess import Assessment, assess
    from lifecycle.analysis.mechanism import Mechanism
    from lifecycle.deciding.commands import Command
    from lifecycle.definitions.definition import Definition
    from lifecycle.errors import (
        CommandRefusedError,
        DateError,
        DefinitionError,
        DossierError,
        InvalidArgumentError,
        InvalidFactError,
        LifecycleError,
        NotFoundError,
        UnreadableFactError,
    )
    from lifecycle.exchange.dossier import read_dossier
    from lifecycle.facts.fact import Envelope, Fact
    from lifecycle.refusal import Refusal
    from lifecycle.registry.registry import Registry
    from lifecycle.timeline.values import Timeline

    __version__: str
else:
    _MODULES = {
        "events.errors": (
            "Error",
            "EventIdReusedError",
            "EventsError",
            "StoreBusyError",
            "StoreError",
            "WrongExpectedVersionError",
        ),
        "events.model": ("RecordedEvent",),
        "lifecycle.analysis.anomalies.kinds": ("Anomaly",),
        "lifecycle.analysis.assessment.assess": ("Assessment", "assess"),
        "lifecycle.analysis.mechanism": ("Mechanism",),
        "lifecycle.deciding.commands": ("Command",),
        "lifecycle.definitions.definition": ("Definition",),
        "lifecycle.exchange.dossier": ("read_dossier",),
        "lifecycle.errors": (
            "CommandRefusedError",
            "DateError",
            "DefinitionError",
            "DossierError",
            "InvalidArgumentError",
            "InvalidFactError",
            "LifecycleError",
            "NotFoundError",
            "UnreadableFactError",
        ),
        "lifecycle.facts.fact": ("Envelope", "Fact"),
        "lifecycle.refusal": ("Refusal",),
        "lifecycle.registry.registry": ("Registry",),
        "lifecycle.timeline.values": ("Timeline",),
    }
    _HOMES = {name: module for module, names in _MODULES.items() for name in names}

    def __getattr__(name: str) -> object:
        """Load a public name when it is first used, and keep it."""
        if name == "__version__":
            value = _installed_version()
        elif name in _HOMES:
            value = getattr(import_module(_HOMES[name]), name)
        else:
            raise AttributeError(f"module 'lifecycle' has no attribute {name!r}")
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})

    def _installed_version() -> str:
        from importlib.metadata import (  # noqa: PLC0415  # slow to load, and rarely asked for
            PackageNotFoundError,
            version,
        )

        try:
            return version("bilateral-lifecycle")
        except PackageNotFoundError:  # run from its source folder
            return "0+source"
