"""Definitions on record: the log holds all that its mechanisms lived under."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from events.model import Append
from events.store import EventStore
from lifecycle.definitions.definition import Definition
from lifecycle.facts.codec import to_new_event
from lifecycle.facts.fact import Envelope, Fact
from lifecycle.facts.ids import derived_id
from lifecycle.facts.models import DefinitionRegistered
from lifecycle.facts.streams import definition_stream


def definition_fact(definition: Definition) -> Fact:
    """Return the fact that puts *definition* on record."""
    event = DefinitionRegistered(
        name=definition.name,
        version=definition.version,
        hash=definition.digest,
        text=definition.canonical_text,
    )
    return Fact.proposed(derived_id("definition", definition.digest), event, Envelope())


def definition_appends(store: EventStore, definitions: Iterable[Definition]) -> Iterator[Append]:
    """Yield the appends that put *definitions* on record; those that are need none."""
    by_name = sorted(definitions, key=lambda found: (found.name, found.version))
    for name, group in groupby(by_name, key=lambda found: found.name):
        stream = definition_stream(name)
        stored = [event.event_id for event in store.read_stream(stream)]
        facts = [fact for fact in map(definition_fact, group) if fact.event_id not in stored]
        if facts:
            yield Append(stream, [to_new_event(fact, {}) for fact in facts], len(stored) - 1)
