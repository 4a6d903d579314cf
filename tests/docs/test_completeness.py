"""The documents tell of every command, type, guard and definition, and their links lead on."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from lifecycle.cli import exits
from lifecycle.cli.main import cli
from lifecycle.dates.edtf import day_text, parse, precedes
from lifecycle.definitions.catalogue import find_definition, shipped_definitions
from lifecycle.definitions.definition import Definition, Track, Transition
from lifecycle.definitions.guards import GUARDS
from lifecycle.facts.entries import ENVELOPE_KEYS
from lifecycle.facts.models import EVENT_TYPES, TRIGGERS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
DOTTED = re.compile(r"`((?:lifecycle|events)(?:\.[A-Za-z_]\w*)+)`")
PLACE = re.compile(r"`((?:lifecycle|events|tests|docs|examples|benchmarks)/[\w/.-]+)`")
OF_OTHERS = {"events/events.py", "events/tests/"}
"""Files of another distribution, which the design pages speak of."""


def text_of(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def row_of(page: str, word: str) -> str:
    """Return the row of a table of *page* that begins with *word*."""
    rows = [line for line in text_of(page).splitlines() if line.startswith(f"| `{word}` |")]
    assert len(rows) == 1, f"{page} needs one row for {word}"
    return rows[0]


def commands(group: click.Group, before: str = "lifecycle") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


COMMANDS = dict(commands(cli))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_and_a_help(name: str) -> None:
    assert re.search(rf"^\$ {name}\b", text_of("cli.md"), re.MULTILINE)
    assert COMMANDS[name].help


def test_every_global_option_and_variable_is_told() -> None:
    text = text_of("cli.md")

    for option in cli.params:
        assert any(re.search(rf"[\[`\s]{word}\b", text) for word in option.opts), option.name
        assert option.envvar is None or f"`{option.envvar}`" in text


def test_every_exit_code_is_told() -> None:
    codes = {value for name, value in vars(exits).items() if name.isupper()}

    told = {int(code) for code in re.findall(r"^\| (\d+) \|", text_of("cli.md"), re.MULTILINE)}

    assert told == codes


@pytest.mark.parametrize("event_type", EVENT_TYPES)
def test_every_type_is_told_with_its_keys_and_its_trigger(event_type: str) -> None:
    model, row = EVENT_TYPES[event_type], row_of("dossiers.md", event_type)

    for key, field in model.model_fields.items():
        assert f"`{key}`" in row
        if "recorded by" not in row:
            assert (f"`{key}`*" in row) == field.is_required(), key
    assert model.trigger is None or f"`{model.trigger}`" in row


def test_every_key_of_an_entry_is_told() -> None:
    section = text_of("dossiers.md").split("## `[[events]]`")[1].split("### ")[0]

    for key in ("id", "about", *ENVELOPE_KEYS):
        assert section.count(f"| `{key}` |") == 1, key


@pytest.mark.parametrize("guard", GUARDS)
def test_every_guard_is_told(guard: str) -> None:
    assert row_of("definitions.md", guard)


@pytest.mark.parametrize("kind", shipped_definitions())
def test_every_shipped_definition_is_told_with_its_policy_and_stages(kind: str) -> None:
    definition, row = find_definition(kind), row_of("definitions.md", kind)

    assert f"`{definition.policy}`" in row
    assert ", ".join(definition.tracks[0].states) in row


def test_every_key_and_trigger_of_a_definition_is_told() -> None:
    text = text_of("definitions.md")
    keys = [
        field.alias or key
        for model in (Definition, Track, Transition)
        for key, field in model.model_fields.items()
    ]

    for word in (*keys, *TRIGGERS):
        assert f"`{word}`" in text or f"`tracks.{word}`" in text, word


def test_the_bounds_of_the_seasons_are_those_of_the_program() -> None:
    rows = re.findall(
        r"^\| `(\d{4}-\d\d)` [^|]+\| (\S+) \| (\S+) \|$", text_of("dates.md"), re.MULTILINE
    )

    assert len(rows) == 8
    for text, first, last in rows:
        date = parse(text)
        assert (day_text(date.earliest or 0), day_text(date.latest or 0)) == (first, last)


def test_the_dates_of_the_table_are_read_and_the_answers_are_those_of_the_program() -> None:
    text = text_of("dates.md")
    read = text.split("Not read")[0]
    answers = {"yes": True, "no": False, "unknown": None}
    compared = re.findall(
        r"^\| (`[^`]+`|undated) \| `([^`]+)` \| (yes|no|unknown) \|$", text, re.MULTILINE
    )

    for date in re.findall(r"`([^`]+)`", "".join(re.findall(r"^\| (`.*?) \|", read, re.MULTILINE))):
        assert str(parse(date)) == date
    assert len(compared) == 5
    for a, b, answer in compared:
        earlier = None if a == "undated" else parse(a.strip("`"))
        assert precedes(earlier, parse(b)) is answers[answer]


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives the headings of *page*."""
    heads = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_names_of_the_code_are_names_of_the_code(page: Path) -> None:
    for dotted in DOTTED.findall(page.read_text(encoding="utf-8")):
        module, rest = dotted, list[str]()
        while (
            not (ROOT / f"{module.replace('.', '/')}.py").exists()
            and not (ROOT / module.replace(".", "/")).is_dir()
        ):
            module, _, last = module.rpartition(".")
            rest.insert(0, last)
        found: object = import_module(module)
        for name in rest:
            found = getattr(found, name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_places_of_the_code_are_places_of_the_code(page: Path) -> None:
    places = PLACE.findall(page.read_text(encoding="utf-8"))

    assert {place for place in places if not (ROOT / place).exists()} <= OF_OTHERS


def test_every_page_is_reached_from_the_index() -> None:
    seen, todo = set[Path](), [DOCS / "index.md"]
    while todo:
        page = todo.pop().resolve()
        if page in seen or page.suffix != ".md" or not page.exists():
            continue
        seen.add(page)
        links = LINK.findall(page.read_text(encoding="utf-8"))
        todo += [page.parent / link.partition("#")[0] for link in links if "://" not in link]

    assert {page.resolve() for page in DOCS.rglob("*.md")} <= seen
