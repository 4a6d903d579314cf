"""A generic, append-only, verifiable event log.

Import from the submodules (``from events.store import EventStore``), never from here.
The distribution ``Events`` owns a package of the same name. So that both can live in one
environment, this package takes in the folders of the other and passes on its two public names.
"""

import pkgutil
from importlib import import_module

__path__ = pkgutil.extend_path(__path__, __name__)


def __getattr__(name: str) -> object:
    if name in {"Events", "EventsException"}:
        try:
            return getattr(import_module("events.events"), name)
        except ModuleNotFoundError:
            pass
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
