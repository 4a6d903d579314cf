"""What is remarkable in the real mechanisms: each anomaly was read, and is true of the sources.

``examples/judged/findings.toml`` holds them all, as of a fixed day, with the reason why each is
true. A rule or a dossier that changes what is found is read anew: what is new goes into the file
with its own ``checked``, what is gone goes out.
"""

import json
import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lifecycle.exchange.dossier import read_dossier
from lifecycle.exchange.importing import import_file
from lifecycle.registry.registry import Registry
from lifecycle.views.wording import title_of

EXAMPLES = Path(__file__).parents[2] / "examples"
FINDINGS = EXAMPLES / "judged" / "findings.toml"
DOSSIERS = sorted([*EXAMPLES.glob("*.toml"), *(EXAMPLES / "dossiers").glob("*.toml")])
TODAY = datetime(2026, 11, 1, tzinfo=UTC)
"""What depends on the day is judged as of this one."""


class Finding(NamedTuple):
    """An anomaly of a mechanism, and the facts that it concerns, each as ``title, date``."""

    mechanism: str
    code: str
    message: str
    facts: tuple[str, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from others: the facts by their dates only, as titles are mere words."""
        dates = [fact.rpartition(", ")[2] for fact in self.facts]
        return (self.mechanism, self.code, self.message, *dates)

    @property
    def entry(self) -> str:
        """The entry of the file for it, to be completed."""
        pairs = zip(("mechanism", "code", "message", "facts"), self, strict=True)
        said = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in pairs]
        return "\n".join(["[[findings]]", *said, 'checked = ""'])


@cache
def found() -> tuple[Finding, ...]:
    """Return all that is found in the examples, imported into one log."""
    with Registry.open("memory:", clock=lambda: TODAY) as registry:
        for file in DOSSIERS:
            import_file(registry, read_dossier(str(file)))
        return tuple(
            Finding(
                mechanism.id,
                anomaly.code,
                anomaly.message,
                tuple(
                    f"{title_of(fact)}, {fact.occurred or 'undated'}"
                    for fact in mechanism.facts_of(anomaly)
                ),
            )
            for mechanism in registry.list()
            for anomaly in mechanism.anomalies
        )


@cache
def entries() -> list[dict[str, str]]:
    read: list[dict[str, str]] = tomllib.loads(FINDINGS.read_text(encoding="utf-8"))["findings"]
    return read


def checked() -> list[Finding]:
    """Return all that the file holds."""
    return [
        Finding(entry["mechanism"], entry["code"], entry["message"], tuple(entry["facts"]))
        for entry in entries()
    ]


def difference(now: Iterable[Finding], read: Iterable[Finding]) -> str:
    """Return what is new and what is gone, in words; nothing if there is neither."""
    after, before = {one.key: one for one in now}, {one.key: one for one in read}
    new = [one.entry for key, one in after.items() if key not in before]
    gone = [one.entry for key, one in before.items() if key not in after]
    parts = (("new, to be read and put into", new), ("gone, to be taken out of", gone))
    return "\n\n".join(
        f"{len(told)} {what} {FINDINGS.name}:\n\n" + "\n\n".join(told)
        for what, told in parts
        if told
    )


def test_what_is_found_in_the_examples_is_what_was_read_and_found_true() -> None:
    changed = difference(found(), checked())

    assert not changed, changed


def test_each_finding_is_read_once_and_says_why_it_is_true() -> None:
    assert len({one.key for one in checked()}) == len(checked())
    assert [entry["message"] for entry in entries() if not entry["checked"].strip()] == []


def test_control_what_is_new_and_what_is_gone_is_named() -> None:
    first, *others = found()
    other = first._replace(message="Another sentence.")

    changed = difference([other, *others], found())

    assert changed.index("1 new") < changed.index(other.entry) < changed.index("1 gone")
    assert changed.endswith(first.entry)
