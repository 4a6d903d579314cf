"""The entries that the page on dossiers shows can be imported, and its limits are the program's."""

import re
from pathlib import Path

from lifecycle.exchange.dossier import parse_dossier
from lifecycle.exchange.importing import import_file
from lifecycle.exchange.intake import ENTRIES_MAX, ENTRY_BYTES_MAX, FILE_BYTES_MAX
from lifecycle.registry.registry import Registry

PAGE = (Path(__file__).parents[2] / "docs" / "dossiers.md").read_text(encoding="utf-8")
ENTRIES = re.compile(r"^```\n(\[\[events\]\]\n.*?)^```$", re.MULTILINE | re.DOTALL)
HEAD = """\
[mechanism]
name = "A working group"
kind = "bilateral-mechanism"
parties = ["AA", "ZZ"]
subject = "Harbours"

"""


def test_the_entries_of_the_page_can_be_imported(registry: Registry) -> None:
    shown = "\n".join(
        re.findall(r"^```\n(\[\[events\]\]\n.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    )

    recorded, known = import_file(registry, parse_dossier((HEAD + shown).encode(), "d.toml"))

    assert known == 0
    assert len(recorded) == 1 + shown.count("[[events]]")
    assert len({event.type for event in recorded}) >= 8


def test_the_page_tells_the_limits_of_the_program() -> None:
    (line,) = (line for line in PAGE.splitlines() if "nested too deeply" in line)

    for limit in (FILE_BYTES_MAX, ENTRIES_MAX, ENTRY_BYTES_MAX):
        assert f"{limit:,} " in line
