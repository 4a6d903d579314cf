"""What the page on the format says is what the code does."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from events import verify
from events.merkle import leaf_hash
from events.record import decode_record
from events.stores.sqlite import SQLiteStore
from events.stores.sqlite_schema import APPLICATION_ID, GUARDS_QUERY, SCHEMA
from events.testing.door import everything
from events.verify import verify_log

PAGE = (Path(__file__).parents[2] / "docs" / "log-format.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (text,) = re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)
    return str(text)


def check_export(export: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run the reader that is printed on the page; it knows nothing of our code."""
    command = [sys.executable, "-I", "-c", block("python")]
    return subprocess.run(command, input=export, capture_output=True, check=False)


def test_the_reader_on_the_page_finds_the_same_root(store: SQLiteStore) -> None:
    done = check_export(b"".join(line + b"\n" for line in everything(store)))

    report = verify_log(store)
    assert done.stdout.decode().split() == [str(report.size), report.root.hex()], done.stderr


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"version":1', b'"version":2'),
        (b'"log":"a"', b'"log":"b"'),
        (b'"data":{}', b'"data": {}'),
        (b'"event_id":"c"', b'"event_id":"b"'),
        (b"12:00:00.000000Z", b"13:00:00.000000Z"),
    ],
)
def test_the_reader_on_the_page_sees_a_forgery(store: SQLiteStore, old: bytes, new: bytes) -> None:
    export = b"".join(line + b"\n" for line in everything(store))
    assert old in export

    assert check_export(export.replace(old, new, 1)).returncode != 0


def test_the_record_on_the_page_has_the_leaf_hash_on_the_page() -> None:
    canonical = block("json").strip().encode()

    assert decode_record(canonical)["stream"] == "door-1"
    assert block("text").split()[-1] == leaf_hash(canonical).hex()


def test_the_tables_on_the_page_are_those_of_a_store(path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as page, closing(sqlite3.connect(path)) as ours:
        page.executescript(block("sql"))

        assert page.execute(GUARDS_QUERY).fetchall() == ours.execute(GUARDS_QUERY).fetchall()
    assert f"= {APPLICATION_ID} (0x{APPLICATION_ID:X}" in PAGE
    assert f"`PRAGMA user_version` = {SCHEMA}," in PAGE


def test_every_code_of_the_verifier_is_on_the_page() -> None:
    source = Path(verify.__file__).read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(\w+)` \| [^|]+ \|$", PAGE.partition("## 7")[2], re.MULTILINE))
    used = set(re.findall(r'(?:_note\([\w.]+, |Finding\(None, None, )"(\w+)"', source))

    assert told == used
