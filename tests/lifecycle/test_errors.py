"""The errors form one tree, each with a code of its own that the documentation lists."""

import inspect
import json
import pkgutil
import re
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

import pytest

import events
import lifecycle
from events.errors import (
    BrokenRecordError,
    ClockError,
    EncodingError,
    Error,
    EventIdReusedError,
    EventsError,
    GuardsMissingError,
    InvalidEventError,
    LogsDivergeError,
    NeedsRecoveryError,
    NewerSchemaError,
    NotAnEventStoreError,
    StoreBusyError,
    TooLargeError,
    UnknownEventTypeError,
    UnknownSchemaVersionError,
    UpcastingError,
    WrongExpectedVersionError,
)
from lifecycle.errors import CommandRefusedError, LifecycleError, NotFoundError
from lifecycle.refusal import Refusal
from lifecycle.registry.registry import Registry
from tests.lifecycle.registering import register

PAGE = (Path(__file__).parents[2] / "docs" / "errors.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| `(\w+)` \| (\d+) \| ([^|]*) \| [^|]+ \|$", re.MULTILINE)


def exceptions() -> Iterator[type[Exception]]:
    """Yield every error class that a module of the packages defines."""
    for package in (events, lifecycle):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("__main__") or module.name.startswith("events.testing"):
                continue
            for found in vars(import_module(module.name)).values():
                own = inspect.isclass(found) and found.__module__ == module.name
                if own and issubclass(found, Exception) and not issubclass(found, Warning):
                    yield found


VALUES: dict[object, object] = {
    **dict.fromkeys((str, str | None, object), "x"),
    **dict.fromkeys((int, int | None), 1),
    float: 0.5,
    **{kind: ["x"] for kind in (tuple[str, ...], list[str])},
    Sequence[tuple[str, Error]]: [("x", Error("x"))],
    Refusal: Refusal("agree", ("proposed",), "x"),
}
"""A value for each type that an error takes."""
ERRORS = sorted(exceptions(), key=lambda error: error.__name__)


def sample(error: type[Exception]) -> lifecycle.Error:
    """Return an error of the class, made of plain values."""
    parameters = inspect.signature(error.__init__).parameters.values()
    named = [p for p in parameters if p.annotation is not p.empty]
    given = {p.name: VALUES[p.annotation] for p in named}
    found = error(**given) if named else error("x")
    assert isinstance(found, lifecycle.Error)
    return found


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_is_caught_as_the_base_of_both_packages(error: type[Exception]) -> None:
    assert issubclass(error, lifecycle.Error)


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [vars(error)["code"] for error in ERRORS]

    assert len(set(codes)) == len(codes) > 30
    assert all(re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", code) for code in codes)


def test_the_page_lists_every_error_with_its_code_status_and_members() -> None:
    listed = {
        name: (code, int(status), re.findall(r"`(\w+)`", members))
        for name, code, status, members in ROW.findall(PAGE)
    }

    assert listed.keys() == {error.__name__ for error in ERRORS}
    for error in map(sample, ERRORS):
        members = [key for key in error.to_dict() if key not in {"code", "message"}]
        assert listed[type(error).__name__] == (error.code, error.http_status, members)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: InvalidEventError("actor", "ü", "ASCII"), "actor 'ü' is not ASCII"),
        (lambda: ClockError("noon", "an instant"), "the clock's time 'noon' is not an instant"),
        (lambda: EncodingError("no").within(2).within("a"), "$.a[2]: no"),
        (
            lambda: TooLargeError(70_000, 65_535),
            "$: an event of 70,000 bytes; at most 65,535 are allowed",
        ),
        (lambda: EventIdReusedError("a", None, "stands twice"), "event id 'a' stands twice"),
        (lambda: BrokenRecordError(7, "no"), "position 7: no"),
        (lambda: LogsDivergeError(7), "the logs differ at position 7"),
        (lambda: UpcastingError("x", 7, "is odd"), "position 7: event type 'x' is odd"),
        (lambda: UnknownEventTypeError("x", 7), "position 7: event type 'x' is not known"),
        (
            lambda: UnknownSchemaVersionError("x", 7, found=3, known=2),
            "position 7: event type 'x' has schema version 3, known up to 2",
        ),
        (lambda: StoreBusyError("locked", waited=1.5), "locked"),
        (lambda: NotAnEventStoreError("a.db", "is empty"), "a.db: is empty"),
        (
            lambda: NewerSchemaError("a.db", found=2, known=1),
            "a.db: schema 2 is newer than 1, the newest",
        ),
        (
            lambda: GuardsMissingError("a.db", ["x is missing", "y too"]),
            "a.db: x is missing; y too",
        ),
        (
            lambda: NeedsRecoveryError("a.db", "a.db-wal", "it is open"),
            "a.db: it is open; open it for",
        ),
    ],
)
def test_an_error_of_a_log_says_what_and_where(make: Callable[[], EventsError], words: str) -> None:
    assert make().message.startswith(words)


def test_both_bases_of_the_packages_are_one_tree() -> None:
    with pytest.raises(lifecycle.Error):
        raise EventsError("no")
    with pytest.raises(lifecycle.Error):
        raise LifecycleError("no")


def test_an_error_as_json_has_its_code_its_words_and_its_context() -> None:
    error = WrongExpectedVersionError("door-1", expected=0, actual=1)
    error.add_note("twice")

    assert error.to_dict() == {
        "code": "wrong_expected_version",
        "message": "door-1: expected version 0, found 1; twice",
        "stream": "door-1",
        "expected": 0,
        "actual": 1,
    }


@pytest.mark.parametrize(
    ("value", "written"),
    [
        *((value, value) for value in (None, True, 7, 0.5, "x", {"a": None}, [1, ["x"]])),
        ((1, "x"), [1, "x"]),
        ({1: {2: (None,)}}, {"1": {"2": [None]}}),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (b"\xff", "b'\\xff'"),
        (bytearray(b"x"), "bytearray(b'x')"),
        ([{1}], ["{1}"]),
    ],
)
def test_a_context_is_written_as_json_where_json_has_it_and_else_as_python_writes_it(
    value: object, written: object
) -> None:
    found = InvalidEventError("event_id", value, "printable ASCII").to_dict()["value"]

    assert (type(found), found) == (type(written), written)


@pytest.mark.parametrize("value", [b"\xff", {"a": (1, object)}, float("nan"), [{1}]])
def test_any_context_can_be_written_as_json(value: object) -> None:
    error = InvalidEventError("event_id", value, "printable ASCII")

    assert json.loads(json.dumps(error.to_dict(), allow_nan=False))["what"] == "event_id"


def test_a_name_that_is_not_on_record_is_told_with_the_nearest(registry: Registry) -> None:
    register(registry, id="bn-in-jwg")

    with pytest.raises(lifecycle.NotFoundError) as caught:
        registry.mechanism("bn-in-jgw")

    assert caught.value.to_dict() == {
        "code": "not_found",
        "message": "there is no mechanism 'bn-in-jgw'; did you mean 'bn-in-jwg'?",
        "kind": "mechanism",
        "name": "bn-in-jgw",
        "nearest": "bn-in-jwg",
    }
    assert (NotFoundError.http_status, CommandRefusedError.http_status) == (404, 409)


def test_a_refusal_as_json_has_all_names_of_what_is_allowed(registry: Registry) -> None:
    register(registry, policy="enforce")
    registry.propose("m", by=["IN"], on="2024")

    with pytest.raises(CommandRefusedError) as caught:
        registry.meet("m", on="2025", event_id="meeting")

    found = json.loads(json.dumps(caught.value.to_dict()))
    assert found["code"] == "command_refused"
    assert found["state"] == ["proposed", "active"]
    assert found["event_id"] == "meeting"
    assert found["allowed"][1] == {
        "trigger": "sign_tor",
        "type": "terms_of_reference_signed",
        "verb": "sign_tor",
        "title": "Sign ToR",
    }
