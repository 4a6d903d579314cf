"""Whether the real mechanisms live: each line was read, and is true of the sources.

``examples/judged/assessments.toml`` holds them all, as of a fixed day, with the reason why each is
true. A rule or a dossier that changes one of them is read anew, and its entry with its ``checked``
is written anew.
"""

import json
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from lifecycle.analysis.assessment import assess
from lifecycle.dates.edtf import parse
from lifecycle.exchange.dossier import read_dossier
from lifecycle.exchange.importing import import_file
from lifecycle.registry.registry import Registry
from tests.lifecycle.test_findings import DOSSIERS, FINDINGS, TODAY

ASSESSMENTS = FINDINGS.with_name("assessments.toml")


class Judgement(NamedTuple):
    """What is said of the activity of one mechanism."""

    mechanism: str
    line: str
    basis: str

    @property
    def entry(self) -> str:
        """The entry of the file for it, to be completed."""
        pairs = zip(("mechanism", "line", "basis"), self, strict=True)
        told = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in pairs]
        return "\n".join(["[[assessments]]", *told, 'checked = ""'])


@cache
def judged() -> tuple[Judgement, ...]:
    """Return what is said of the examples, imported into one log."""
    day = parse(TODAY.date().isoformat()).latest
    with Registry.open("memory:", clock=lambda: TODAY) as registry:
        for file in DOSSIERS:
            import_file(registry, read_dossier(str(file)))
        found = [(m.id, assess(m, day).activity) for m in registry.list()]
    return tuple(Judgement(name, activity.line, activity.basis) for name, activity in found)


@cache
def entries() -> list[dict[str, str]]:
    read: list[dict[str, str]] = tomllib.loads(ASSESSMENTS.read_text(encoding="utf-8"))[
        "assessments"
    ]
    return read


def checked() -> list[Judgement]:
    """Return all that the file holds."""
    return [Judgement(entry["mechanism"], entry["line"], entry["basis"]) for entry in entries()]


def difference(now: Iterable[Judgement], read: Iterable[Judgement]) -> str:
    """Return the entries that are new and those that are gone; nothing if there are neither."""
    after, before = set(now), set(read)
    parts = (
        ("new, to be read and put into", after - before),
        ("gone, to be taken out of", before - after),
    )
    return "\n\n".join(
        f"{len(told)} {what} {ASSESSMENTS.name}:\n\n"
        + "\n\n".join(one.entry for one in sorted(told))
        for what, told in parts
        if told
    )


def test_what_is_said_of_the_examples_is_what_was_read_and_found_true() -> None:
    changed = difference(judged(), checked())

    assert not changed, changed


def test_each_mechanism_is_judged_once_and_the_entry_says_why_it_is_true() -> None:
    assert len({one.mechanism for one in checked()}) == len(checked())
    assert [entry["line"] for entry in entries() if not entry["checked"].strip()] == []


def test_control_a_changed_judgement_is_named_with_the_old_one() -> None:
    first, *others = judged()
    other = first._replace(line="Another line.")

    changed = difference([other, *others], judged())

    assert changed.index("1 new") < changed.index(other.entry) < changed.index("1 gone")
    assert changed.endswith(first.entry)
