"""Bytes that are not UTF-8, in any argument, option, variable, file or on stdin, get an error."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from lifecycle.cli.main import COMMANDS, cli
from tests.cli.shell import DOSSIER, EXAMPLE, REFERENCE, ROOT, Ran, Run, clean_environment

ODD = os.fsdecode(b"\xff")
"""A byte that is not UTF-8, as Python hands it on."""


def leaves(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name), command


def sound(parameter: click.Parameter) -> str:
    """Return a value that *parameter* takes."""
    if isinstance(parameter.type, click.Choice):
        return str(parameter.type.choices[0])
    if isinstance(parameter.type, click.types.IntParamType):
        return "40"
    known = {
        "mechanism": EXAMPLE,
        "mechanisms": EXAMPLE,
        "event": "the-proposal",
        "event_type": "note_recorded",
        "kind": "joint-working-group",
        "definition": "joint-commission",
        "name": "joint-working-group",
        "old": "joint-commission",
        "new": "joint-working-group",
        "files": DOSSIER,
        "file": DOSSIER,
        "date": "2025",
        "state": "agreed",
    }
    return known.get(str(parameter.name), "x")


def in_every_place() -> Iterator[tuple[str, ...]]:
    """Yield a call of each command for each of its parameters, with the odd byte as its value."""
    for words, command in leaves(cli):
        yield (*words, ODD)
        for odd in command.params:
            if isinstance(odd, click.Option) and odd.is_flag:
                continue
            options, arguments = list[str](), list[str]()
            for parameter in command.params:
                value = ODD if parameter is odd else sound(parameter)
                if isinstance(parameter, click.Argument):
                    arguments.append(value)
                elif parameter is odd or parameter.required:
                    options += [parameter.opts[-1], value]
            yield (*words, *options, "--", *arguments)


CALLS = [*in_every_place(), *((*o, "list") for o in [("--db", ODD), ("--format", ODD)]), (ODD,)]


def test_every_command_is_swept() -> None:
    assert {call[0] for call in CALLS} >= set(COMMANDS)
    assert len(CALLS) > 200


@pytest.mark.parametrize(
    "form", ["{}", "note {}", "2025{}", "AA:{}", "press:{}", "text={}", '{{"a": "{}"}}', "{}.toml"]
)
def test_no_place_of_any_command_takes_other_bytes_for_text(
    lifecycle: Run, log: Path, form: str
) -> None:
    before = log.read_bytes()
    for call in CALLS:
        given = [form.format(word) if word == ODD else word for word in call]

        ran = lifecycle(*given)

        assert ran.code in (0, 1, 2, 5), (given, ran.err)
        assert "Traceback" not in ran.err
        assert ran.code == 0 or ran.out + ran.err, given
    assert log.read_bytes() == before


def test_a_control_sees_a_command_that_takes_other_bytes(
    lifecycle: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    @click.command()
    @click.argument("text")
    def naive(text: str) -> None:
        text.encode()

    monkeypatch.setattr("lifecycle.cli.run.cli", naive)

    assert lifecycle(ODD).code == 70


@pytest.mark.parametrize(
    "option", [("retract", EXAMPLE, ODD), ("note", EXAMPLE, "x", "--also", ODD)]
)
def test_the_argument_is_named(lifecycle: Run, log: Path, option: tuple[str, ...]) -> None:
    assert log.exists()

    ran = lifecycle(*option)

    assert ran.code == 2
    assert ("'EVENT'" if option[0] == "retract" else "'--also'") in ran.err
    assert "is not UTF-8 at character 1" in ran.err


def test_a_variable_is_named(process: Run, log: Path) -> None:
    assert log.exists()

    ran = process("note", EXAMPLE, "x", LIFECYCLE_ACTOR=f"Jos{ODD}")

    assert ran.code == 2
    assert "LIFECYCLE_ACTOR is not UTF-8 at character 4" in ran.err


def test_a_file_may_have_any_name(process: Run, log: Path) -> None:
    odd = log.rename(log.with_name(f"{ODD}.db"))
    (log.parent / f"{ODD}.toml").write_bytes((log.parent / DOSSIER).read_bytes())

    listed = process("--db", odd.name, "list")
    by_variable = process("list", LIFECYCLE_DB=odd.name)
    exported = process("--db", odd.name, "export", "-o", f"{ODD}.jsonl")
    restored = process("--db", f"{ODD}2.db", "import", f"{ODD}.jsonl")
    imported = process("--db", "new.db", "import", f"{ODD}.toml")

    assert [ran.code for ran in (listed, by_variable, exported, restored, imported)] == [0] * 5
    assert listed.out == by_variable.out != ""
    assert "wrote \u27e8U+DCFF\u27e9.jsonl" in exported.err
    assert process("--db", f"{ODD}2.db", "list").out == listed.out


STRICT = {"PYTHONIOENCODING": "utf-8:strict", "LC_ALL": "C.UTF-8"}
ASCII = {"PYTHONIOENCODING": "ascii:strict", "LC_ALL": "C", "PYTHONUTF8": "0"}


def fed(home: Path, data: bytes, *arguments: str, **environment: str) -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "lifecycle", *arguments],
        cwd=home,
        env=clean_environment() | {"PYTHONPATH": str(ROOT)} | environment,
        input=data,
        capture_output=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("environment", [STRICT, ASCII], ids=["utf-8", "ascii"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("record", EXAMPLE, "note_recorded", "--data", "-"),
        ("correct", EXAMPLE, "the-proposal", "--to", "-"),
    ],
)
def test_json_on_stdin_is_utf_8_whatever_the_locale(
    log: Path, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    key = "text" if arguments[0] == "record" else "place"

    bad = fed(log.parent, b'{\n "\xc3\xbc": "\xff"}', *arguments, **environment)
    good = fed(log.parent, f'{{"{key}": "Zürich"}}'.encode(), *arguments, **environment)
    marked = fed(log.parent, f'\ufeff{{"{key}": "Zürich 2"}}'.encode(), *arguments, **environment)

    assert bad.code == 2
    assert "stdin, line 2, character 8: byte 0xff is not UTF-8" in bad.err
    assert (good.code, marked.code) == (0, 0), good.err + marked.err
    assert "Zürich 2" in fed(log.parent, b"", "log", "--nl", **environment).out


def test_too_much_json_on_stdin_is_refused_and_not_cut(log: Path) -> None:
    ran = fed(log.parent, b" " * 1_000_001, "record", EXAMPLE, "note_recorded", "--data", "-")

    assert ran.code == 2
    assert "stdin holds more than 1,000,000 bytes" in ran.err


TOML = (ROOT / DOSSIER).read_bytes()
KIND = (ROOT / "lifecycle/definitions/shipped/joint-commission.toml").read_bytes()
FILES = {
    "dossier.toml": ("import", TOML.replace(b"Brunei", b"Brun\xe9i", 1)),
    "dossier.json": ("import", b'{"mechanism":\n {"name": "\xff"}}'),
    "facts.csv": ("import", b"type,text\nnote_recorded,\xff\n"),
    "kind.toml": ("definitions show", KIND.replace(b"title", b"titl\xe9", 1)),
}


@pytest.mark.parametrize("name", FILES)
def test_the_place_of_the_first_bad_byte_is_told(lifecycle: Run, home: Path, name: str) -> None:
    command, data = FILES[name]
    (home / name).write_bytes(data)
    before = data[: next(i for i in range(len(data)) if data[i] in (0xE9, 0xFF))]
    line, character = before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode()) + 1

    ran = lifecycle(*command.split(), name)

    assert ran.code == 2
    assert name in ran.err
    assert f"character {character}: byte 0x" in ran.err
    assert f"line {line}," in ran.err or f"{name}:{line}:" in ran.err
    assert not (home / "mechanisms.db").exists()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_another_encoding_is_named(lifecycle: Run, home: Path, name: str, encoding: str) -> None:
    (home / name).write_bytes("type,text\n".encode(encoding))

    ran = lifecycle(*FILES[name][0].split(), name)

    assert ran.code == 2
    assert f"is {encoding.upper()} text; save it as UTF-8" in ran.err


@pytest.mark.parametrize(
    ("data", "line", "fault"),
    [
        (b"name = 1\ntitl\xe9", 2, "character 5: byte 0xe9 is not UTF-8; save the text as UTF-8"),
        ("name".encode("utf-16"), 1, "character 1: is UTF-16 text; save it as UTF-8"),
    ],
)
def test_the_check_of_a_definition_finds_other_bytes(
    lifecycle: Run, home: Path, data: bytes, line: int, fault: str
) -> None:
    (home / "kind.toml").write_bytes(data)

    ran = lifecycle("definitions", "lint", "kind.toml", "--nl")

    assert ran.code == 1
    assert [json.loads(row) for row in ran.out.splitlines()] == [
        {"severity": "error", "line": line, "place": "", "message": fault}
    ]


def test_a_byte_order_mark_is_read_over(lifecycle: Run, home: Path) -> None:
    """Windows Notepad and Excel write one."""
    mark = b"\xef\xbb\xbf"
    (home / "d.toml").write_bytes(mark + TOML)
    (home / "d.json").write_bytes(
        mark + b'{"mechanism": {"name": "N", "kind": "bilateral-mechanism",'
        b' "parties": ["AA", "ZZ"], "subject": "S"}}'
    )
    (home / "kind.toml").write_bytes(mark + KIND)

    assert lifecycle("import", "d.toml").code == 0
    assert lifecycle("import", "d.json").code == 0
    assert lifecycle("definitions", "lint", "kind.toml").code == 0
    assert lifecycle("diagram", "--definition", "kind.toml").code == 0
    assert REFERENCE in lifecycle("list").out


@pytest.mark.parametrize("way", ["log.jsonl", "-"])
def test_a_log_with_a_byte_order_mark_is_refused(log: Path, way: str) -> None:
    exported = fed(log.parent, b"", "export").out.encode()
    (log.parent / "log.jsonl").write_bytes(b"\xef\xbb\xbf" + exported)

    ran = fed(log.parent, b"\xef\xbb\xbf" + exported, "--db", "copy.db", "import", way)

    assert ran.code == 2
    assert ":1: begins with a byte order mark" in ran.err


def test_a_log_with_other_bytes_is_refused_with_its_place(log: Path) -> None:
    lines = fed(log.parent, b"", "export").out.encode().splitlines(keepends=True)
    lines[3] = (
        lines[3].replace(b'"text":"', b'"text":"\xff').replace(b'"place":"', b'"place":"\xff')
    )

    ran = fed(log.parent, b"".join(lines), "--db", "copy.db", "import", "-")

    assert ran.code in (1, 2)
    assert "position 3" in ran.err
    assert "Traceback" not in ran.err
