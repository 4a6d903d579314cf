"""The life of bilateral mechanisms: recorded, replayed, judged and drawn.

Names are loaded when they are first used, so that importing the package stays cheap.
"""

import os
from importlib import import_module

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

_HOMES = {
    "Command": "lifecycle.commands",
    "CommandRefusedError": "lifecycle.errors",
    "Definition": "lifecycle.definition",
    "LifecycleError": "lifecycle.errors",
    "Mechanism": "lifecycle.views",
    "Registry": "lifecycle.registry",
    "Timeline": "lifecycle.timeline",
    "assess": "lifecycle.assessment.assessing",
    "read_dossier": "lifecycle.dossier",
}

__all__ = [  # each is loaded by `__getattr__`
    "Command",
    "CommandRefusedError",
    "Definition",
    "LifecycleError",
    "Mechanism",
    "Registry",
    "Timeline",
    "assess",
    "read_dossier",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'lifecycle' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
