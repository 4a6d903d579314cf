"""Consistent mutations of stored events: one value made another, hash and columns made anew."""

import copy
import hashlib
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from events.model import COLUMNS

Where = tuple[str | int, ...]

_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 5, 2**53 - 1, 2**53, 2**63, 10**30, 1.5, -1e300),
    *("", " ", "x", "é", "\0", "9999-12-31", "2025-12-09", "0000", "../..", "a" * 5_000),
    *([], {}, [None], ["x"], [["x"]], [5], {"x": 1}, {"": {}}, [{"id": "x"}]),
)
_DEEP = 150


@dataclass(frozen=True)
class Mutation:
    """What was done to which event."""

    position: int
    what: str


def mutate(base: Path, mutated: Path, seed: int) -> Mutation:
    """Copy the log *base* to *mutated* with one stored event changed; the same for each *seed*."""
    chance = random.Random(seed)  # noqa: S311  # no secret

    def change(records: list[dict[str, Any]]) -> Mutation:
        position = chance.choice(_likely(records))
        words = _words_of(records)
        return Mutation(position, _change(records[position], chance, words))

    return rewrite(base, mutated, change)


def rewrite(
    base: Path, mutated: Path, change: Callable[[list[dict[str, Any]]], Mutation]
) -> Mutation:
    """Copy the log *base* to *mutated*, and store anew the record that *change* changed there."""
    shutil.copy(base, mutated)
    with closing(sqlite3.connect(mutated)) as log, log:
        rows = log.execute("SELECT position, canonical FROM events ORDER BY position").fetchall()
        records = [json.loads(canonical) for _, canonical in rows]
        mutation = change(records)
        guards = log.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = guards.fetchall()
        for name, _ in guards:
            log.execute(f"DROP TRIGGER {name}")
        _store(log, mutation.position, records[mutation.position])
        for _, sql in guards:
            log.execute(sql)
    return mutation


def _likely(records: list[dict[str, Any]]) -> list[int]:
    """Return positions to choose from: definitions and registrations as often as all the rest."""
    heads = [i for i, record in enumerate(records) if record["type"].endswith("_registered")]
    rest = [i for i in range(len(records)) if i not in heads]
    return [*heads * (1 + len(rest) // len(heads) // 2), *rest]


def _store(log: sqlite3.Connection, position: int, record: Any) -> None:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    canonical = text.encode("utf-8", "surrogatepass")
    log.execute(
        "UPDATE events SET canonical = ?, leaf_hash = ? WHERE position = ?",
        (canonical, hashlib.sha256(b"\0" + canonical).digest(), position),
    )
    for column in COLUMNS:
        try:
            log.execute(
                f"UPDATE events SET {column} = ? WHERE position = ?",  # noqa: S608  # a constant
                (record.get(column), position),
            )
        except (sqlite3.Error, OverflowError, UnicodeError):
            continue  # a column that cannot hold it stays as it is


# --- What is changed ---


def _change(record: dict[str, Any], chance: random.Random, words: list[Any]) -> str:
    """Change one place of *record*, or of the definition that it holds; say how."""
    data = record["data"]
    if "text" in data and record["type"] == "definition_registered" and chance.random() < 0.8:
        definition = json.loads(data["text"])
        what = _change_one(definition, chance, words)
        text = json.dumps(definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        data["text"] = text
        if chance.random() < 0.5:
            data["hash"] = hashlib.sha256(text.encode()).hexdigest()
        return f"text: {what}"
    return _change_one(record, chance, words)


def _change_one(value: dict[str, Any], chance: random.Random, words: list[Any]) -> str:
    where = chance.choice(list(_places(value)))
    holder: Any = value
    for step in where[:-1]:
        holder = holder[step]
    name, change = chance.choice(list(_CHANGES.items()))
    change(holder, where[-1], chance, words)
    return f"{name} {'.'.join(map(str, where))} -> {_shown(holder, where[-1])}"


def _shown(holder: Any, key: str | int) -> str:
    try:
        return repr(holder[key])[:60]
    except LookupError:
        return "gone"


def _places(value: Any, at: Where = ()) -> Iterator[Where]:
    """Yield every place below *value*."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        yield (*at, key)
        yield from _places(item, (*at, key))


def _words_of(records: list[dict[str, Any]]) -> list[Any]:
    """Return all words that stand in *records*: ids, dates, states, triggers."""
    found = set[str]()
    for record in records:
        for where in _places(record):
            value: Any = record
            for step in where:
                value = value[step]
            if isinstance(value, str) and len(value) < 100:
                found.add(value)
    return sorted(found)


def _other_value(holder: Any, key: Any, chance: random.Random, _: list[Any]) -> None:
    holder[key] = copy.deepcopy(chance.choice(_VALUES))


def _other_word(holder: Any, key: Any, chance: random.Random, words: list[Any]) -> None:
    word = chance.choice(words)
    holder[key] = [word] if isinstance(holder[key], list) else word


def _gone(holder: Any, key: Any, chance: random.Random, words: list[Any]) -> None:
    del chance, words, holder[key]


def _renamed(holder: Any, key: Any, chance: random.Random, words: list[Any]) -> None:
    if isinstance(holder, dict):
        holder[chance.choice(("x", f"{key}s", chance.choice(words)))] = holder.pop(key)
    else:
        holder.append(holder[key])


def _swapped(holder: Any, key: Any, chance: random.Random, _: list[Any]) -> None:
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    other = chance.choice(keys)
    holder[key], holder[other] = holder[other], holder[key]


def _deep(holder: Any, key: Any, chance: random.Random, _: list[Any]) -> None:
    inner = holder[key]
    for _depth in range(chance.choice((1, 40, _DEEP))):
        inner = {"x": inner} if chance.random() < 0.5 else [inner]
    holder[key] = inner


_CHANGES: dict[str, Callable[[Any, Any, random.Random, list[Any]], None]] = {
    "value": _other_value,
    "value again": _other_value,
    "word": _other_word,
    "without": _gone,
    "renamed": _renamed,
    "swapped": _swapped,
    "deep": _deep,
}
