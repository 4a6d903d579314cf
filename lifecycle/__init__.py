"""The life of bilateral mechanisms: recorded, replayed, judged and drawn.

Names are loaded when they are first used, so that importing the package stays cheap.
"""

from importlib import import_module

_HOMES = {
    "Command": "lifecycle.commands",
    "CommandRefusedError": "lifecycle.errors",
    "Definition": "lifecycle.definition",
    "LifecycleError": "lifecycle.errors",
    "Mechanism": "lifecycle.views",
    "Registry": "lifecycle.registry",
    "Timeline": "lifecycle.timeline",
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
    "read_dossier",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'lifecycle' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
