"""Audit: check a whole log, bytes first, then every fact, every move and every stored state."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from events.errors import EventsError, StoreError
from events.model import RecordedEvent, StreamRange
from events.store import EventStore
from events.verify import (
    Finding,
    LogReport,
    SoundRows,
    merged_rows,
    sound_rows,
    unopened,
    verify_log,
)
from lifecycle.errors import LifecycleError
from lifecycle.facts.codec import to_fact
from lifecycle.facts.fact import Fact
from lifecycle.facts.models import DefinitionRegistered
from lifecycle.facts.streams import DEFINITION, MECHANISM, category_of
from lifecycle.history.history import History, hint_contradiction
from lifecycle.history.partial_order import PartialOrder
from lifecycle.storage.loader import (
    Loader,
    check_readable,
    history_from,
    registered_definition,
)
from lifecycle.storage.processes import jobs_for, over_runs, runs_of
from lifecycle.storage.replay import replay


def audit_opened(
    open_store: Callable[[], EventStore], *, now: datetime | None = None, jobs: int | None = 1
) -> LogReport:
    """Open a log and audit it; a file that is there, but is no log, is a finding.

    Args:
        open_store: Opens the log, for reading.
        now: As for `audit`.
        jobs: As for `audit`.

    Raises:
        StoreError: If there is no file, it may not be opened, another program holds it, or it is
            too new for this program.
    """
    try:
        store = open_store()
    except StoreError as error:
        return unopened(error)
    with store:
        return audit(store, now=now, jobs=jobs)


def audit(store: EventStore, *, now: datetime | None = None, jobs: int | None = 1) -> LogReport:
    """Return all that is wrong with the log in *store*, each finding with its position.

    Besides what `events.verify.verify_log` checks: every event has the shape of its type, says
    itself what it sets in motion, was legal where its mechanism enforces, and led to the state that
    was stored with it.

    Args:
        store: The log.
        now: The time by the auditor's clock, aware of its time zone. Given, an event recorded later
            than that is a finding.
        jobs: In how many processes to check the streams; None: as many as are worth it. What is
            found is the same. A log in memory, and one in which something is wrong, is checked in
            this process alone.
    """
    auditor = _Auditor(store)
    in_runs = partial(_sound_in_runs, store, jobs)
    report = verify_log(store, visit=auditor.visit, now=now, rows=in_runs)
    auditor.finish()
    found = sorted(
        (*report.findings, *auditor.findings),
        key=lambda finding: (-1 if finding.position is None else finding.position, finding.code),
    )
    return LogReport(report.size, report.root, tuple(found))


_LEAST = 20_000  # events, below which processes take longer to start than they save


def _sound_in_runs(store: EventStore, jobs: int | None, size: int) -> SoundRows | None:
    """Return what several processes saw of all rows; None if something is wrong, or jobs is 1."""
    jobs = jobs_for(size, _LEAST) if jobs is None else jobs
    reopen = store.reopener() if jobs > 1 else None
    if reopen is None:
        return None
    runs = runs_of(store.streams(MECHANISM), jobs)
    return merged_rows(over_runs(reopen, partial(_sound_run, size=size), runs, jobs))


def _sound_run(store: EventStore, run: StreamRange, *, size: int) -> SoundRows | None:
    auditor = _Auditor(store)
    rows = sound_rows(store, run, size, auditor.visit)
    auditor.finish()
    return None if auditor.findings else rows


class _Auditor:
    """Gathers the events of one stream after the other, and checks each stream when it ends."""

    def __init__(self, store: EventStore) -> None:
        self.findings: list[Finding] = []
        self._loader = Loader(store)
        self._stream = ""
        self._events: list[RecordedEvent] = []

    def visit(self, event: RecordedEvent) -> None:
        if event.stream != self._stream:
            self.finish()
            self._stream = event.stream
        self._events.append(event)

    def finish(self) -> None:
        events, self._events = self._events, []
        if not events:
            return
        category = category_of(self._stream)
        if category == MECHANISM:
            self.findings += self._mechanism(events)
        elif category == DEFINITION:
            self.findings += _definitions(events)
        else:
            self.findings.append(
                _finding(events[0], "unknown_category", f"no rule checks streams {category}-...")
            )

    def _mechanism(self, events: list[RecordedEvent]) -> Iterator[Finding]:
        facts = list[Fact]()
        for event in events:
            fact = _sound_fact(event)
            if isinstance(fact, Finding):
                yield fact
            else:
                facts.append(fact)
        if len(facts) < len(events):
            return
        try:
            history = history_from(tuple(facts), self._loader.rules)
            check_readable(history)
            yield from _history_problems(history)
        except (LifecycleError, EventsError) as error:
            yield _finding(events[0], "unreadable_mechanism", str(error))


def _sound_fact(event: RecordedEvent) -> Fact | Finding:
    """Return the fact that the event tells, or what keeps it from being sound by itself."""
    try:
        fact = to_fact(event)
        fact.check()
        own = fact.own_act
    except (LifecycleError, EventsError) as error:
        return _finding(event, "unreadable_fact", str(error))
    if own != fact.act:
        return _finding(event, "act_differs", f"stored act {fact.act}, its own data say {own}")
    return fact


def _history_problems(history: History) -> Iterator[Finding]:
    for mismatch in replay(history).mismatches:
        yield _of_fact(
            history,
            mismatch.event_id,
            "state_differs",
            f"stored state {mismatch.stored}, the facts lead to {mismatch.derived}",
        )
    known = set[str]()
    for fact in history.facts:
        for hint in fact.after:
            if hint not in known:
                text = f"no fact {hint} is on record before it"
                yield _of_fact(history, fact.event_id, "unknown_hint", text)
        known.add(fact.event_id)
    for fact in PartialOrder(history.amended.facts).contradicted:
        earlier = hint_contradiction(history.amended.facts, fact)
        if earlier is not None:
            text = f"said to come after {earlier.event_id}, but dated before it"
            yield _of_fact(history, fact.event_id, "order_contradicts_dates", text)
    if history.registration.policy == "enforce":
        yield from _illegal_moves(history)


def _illegal_moves(history: History) -> Iterator[Finding]:
    for fact, step in zip(history.ordered, history.steps, strict=True):
        if not step.outcome.legal:
            text = f"{fact.act.trigger if fact.act else fact.type} is not legal there"
            yield _of_fact(history, fact.event_id, "illegal_transition", text)


def _definitions(events: list[RecordedEvent]) -> Iterator[Finding]:
    for event in events:
        try:
            definition = registered_definition(event)
            stated = to_fact(event).event
        except (LifecycleError, EventsError) as error:
            yield _finding(event, "unreadable_definition", str(error))
            continue
        own = definition.name, definition.version, definition.digest
        if isinstance(stated, DefinitionRegistered) and own != _reference(stated):
            text = f"its text is {own[0]} version {own[1]} with hash {own[2]}"
            yield _finding(event, "definition_hash", text)


def _reference(stated: DefinitionRegistered) -> tuple[str, int, str]:
    return stated.name, stated.version, stated.hash


def _of_fact(history: History, event_id: str, code: str, message: str) -> Finding:
    fact: Fact = next(fact for fact in history.facts if fact.event_id == event_id)
    assert fact.recorded is not None  # noqa: S101  # all facts of an audited history are stored
    return _finding(fact.recorded, code, message)


def _finding(event: RecordedEvent, code: str, message: str) -> Finding:
    return Finding(event.position, event.stream, code, message)
