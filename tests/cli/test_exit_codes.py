"""The exit code says what happened, and the words say what to do."""

import json
import warnings
from pathlib import Path

import click
import pytest

from events.errors import (
    BrokenRecordError,
    ClockError,
    EventIdReusedError,
    StoreBusyError,
    StoreFaultError,
    UnknownEventTypeError,
    WrongExpectedVersionError,
)
from lifecycle.cli.exits import code_of
from lifecycle.errors import (
    CommandRefusedError,
    DateError,
    InvalidFactError,
    NotFoundError,
    UnreadableFactError,
)
from lifecycle.refusal import Refusal
from tests.cli.shell import DOSSIER, EXAMPLE, REFERENCE, Run

NEW = ("register", "--name", "N", "--subject", "S")
KIND = ("--kind", "joint-working-group")
MEETING = "8ccf5a5e-f2d9-5b15-a507-3ab5e09313f8"
"""The event id of the inaugural meeting of the reference case."""
PORTS = ("--party", "AA", "--party", "ZZ", "--mechanism-id", "aa-zz-jwg-ports")

USAGE = [
    (("lst",), "Did you mean 'list'"),
    (("frobnicate",), "See lifecycle --help"),
    (("list", "--jsn"), "--json"),
    (("definitions", "lnt"), "lint"),
    ((), "Record facts:"),
    (("list", "--as-of", "yesterday"), "'yesterday'"),
    (("as-of", "9 December 2025"), "write months as numbers"),
    (("list", "--known-at", "99"), "positions 0 to 10, not 99"),
    (("list", "--known-at", "soon"), "or 2025-12-09T10:00:00Z"),
    (("note", EXAMPLE, "x", "--on", "2025-13"), "month runs 01-12"),
    (("note", EXAMPLE, "x", "--source", "PTI"), "KIND:PUBLISHER"),
    (("note", EXAMPLE, "x", "--source", "gossip:PTI"), "'official', 'joint', 'press'"),
    (("note", EXAMPLE, "x", "--after", "nothing"), "no fact 'nothing' is on record"),
    (("note", EXAMPLE, ""), "at least 1 character"),
    (("meet", EXAMPLE, "--co-chair", "AA"), "PARTY:NAME"),
    (("meet", EXAMPLE, "--mode", "by_post"), "in_person"),
    (("sign-tor", EXAMPLE, "--signatory", "FR:X"), "its parties are AA and ZZ"),
    (("record", EXAMPLE, "note_recorded", "--data", "[1]"), "one JSON object"),
    (("record", EXAMPLE, "note_recorded", "--data", "{"), "column"),
    (("record", EXAMPLE, "note_recorded", "--data", '{"text": 1.5}'), "write it as text"),
    (("record", EXAMPLE, "note_recorded", "--set", "text"), "KEY=VALUE"),
    (("record", EXAMPLE, "note_recorded", "--set", "txt=a"), "did you mean 'text'"),
    (("record", EXAMPLE, "note_recorded"), "text: is missing"),
    (("propose", EXAMPLE, "--on", "2025", "--id", "the-proposal"), "says something else"),
    ((*NEW, *KIND, "--party", "AA"), "exactly two parties, not 1"),
    ((*NEW, *KIND, "--party", "AA", "--party", "AA"), "must be distinct"),
    (
        (*NEW, *KIND, "--party", "IN", "--party", "in"),
        "parties: 'IN' and 'in' differ by capital letters only and name the same party",
    ),
    ((*NEW, "--kind", "joint-working-group"), "parties: is missing"),
    ((*NEW, *KIND, *PORTS), f"{EXAMPLE} is on record already"),
    ((*NEW, *KIND, *PORTS, "--dry-run"), f"{EXAMPLE} is on record already"),
    (("import", "none.toml"), "no such file"),
    (("import", "none.jsonl"), "No such file"),
    (("note", EXAMPLE, "x", "--after", "nö"), "after.0: should be printable ASCII, not 'nö'"),
    (("propose", EXAMPLE, "--by", "Ä"), "should be a code of at most 32 letters, digits, dots"),
    (("retract", EXAMPLE, "the"), "give at least 4 characters of the event id"),
    (("retract", EXAMPLE, "other-event"), "no event of aa-zz-jwg-ports begins so"),
    (
        ("retract", REFERENCE, "inaugural"),
        "is the id of an entry in a dossier; give the event id that it has in the log: ",
    ),
    (
        ("note", REFERENCE, "x", "--after", "inaugural"),
        "is the id of an entry in a dossier; give the event id that it has in the log: ",
    ),
    (
        ("correct", EXAMPLE, "the-proposal", "--to", "{}"),
        "nothing is corrected: give --set, --to or --unset",
    ),
    (
        ("correct", EXAMPLE, "the-proposal", "--on", "2024-05"),
        "to correct the date write --set on=2024-05",
    ),
    (
        ("correct", EXAMPLE, "the-proposal", "--set", "on=2024", "--set", "on=2025"),
        "on is given twice",
    ),
    (
        ("record", EXAMPLE, "meeting_held", "--set", "number=3"),
        """give it as JSON: --data '{"number": 3}'""",
    ),
    (
        ("what-if", EXAMPLE, "meeting_held", "--set", "topics=Nets"),
        """give it as JSON: --data '{"topics": ...}'""",
    ),
    (
        ("suspend", EXAMPLE, "--set", "by=AA"),
        f"""give it as JSON: lifecycle record {EXAMPLE} suspended --data '{{"by": ...}}'""",
    ),
    (
        ("correct", REFERENCE, MEETING, "--set", "number=3"),
        """give it as JSON: --to '{"number": 3}'""",
    ),
    (("log", "--since", "9223372036854775808"), "is not in the range"),
    (("list", "--known-at", "Y17025"), "there is no instant after the year 9999"),
    (("replay", "--to", "Y17025"), "--to: 'Y17025': there is no instant after the year 9999"),
    (("replay", "--to", "soon"), "--to: 'soon' is no position"),
    (("diff", EXAMPLE, "--from", "soon"), "--from: 'soon' is no position"),
    (("diff", EXAMPLE, "--from", "1", "--to", "99"), "--to: the log has positions 0 to 10, not 99"),
    (("diagram", EXAMPLE, "--definition", "joint-commission"), "give no ID and no date beside it"),
    (
        ("diagram", "--definition", "joint-commission", "--as-of", "2025"),
        "give no ID and no date beside it",
    ),
    (("anomalies", EXAMPLE, "--codes"), "give no ID and no date beside it"),
    (("anomalies", "--codes", "--known-at", "3"), "give no ID and no date beside it"),
    (("list", "--tsv", "--csv"), "give one of them: tsv or csv"),
    (("--format", "table", "list", "--csv"), "give one of them: table or csv"),
    (("migrate", "joint-commission", EXAMPLE, "--map", "a=x", "--map", "a=y"), "a is given twice"),
    (("record", EXAMPLE, "register"), "use lifecycle register"),
    (("record", EXAMPLE, "definition_migrated"), "use lifecycle migrate"),
    (("record", EXAMPLE, "mechanism_registered"), "use lifecycle register"),
    (("record", EXAMPLE, "obligation_lapsed"), "use lifecycle watch"),
    (("what-if", EXAMPLE, "definition_migrated"), "use lifecycle migrate"),
    (("watch", "--as-of", "20x"), "'20x': "),
    (("watch", "--once", "--as-of", "Y99999"), "no day after the year 9999 is watched"),
    (("list", "--as-of", "2024/.."), "it has no end"),
    (("as-of", "2024/.."), "it has no end"),
    (("timeline", "--as-of", "2024/.."), "it has no end"),
    (("diff", EXAMPLE, "--clock", "valid", "--from", "2024/.."), "it has no end"),
    (("diff", REFERENCE, "--from", "8", "--to", "3"), "--from is later than --to"),
    (
        ("diff", EXAMPLE, "--clock", "valid", "--from", "2025", "--to", "2024"),
        "--from is later than --to",
    ),
    (("import", "a.toml", "b.toml", "--json"), "of several files take --nl"),
    (("diagram",), "--definition"),
    (("export", "-o", "no/where.jsonl"), "No such file"),
    (("timeline", "-o", "no/where.svg"), "No such file"),
    (("completion", "tcsh"), "bash"),
    (("--db", "postgresql://host/x", "list"), "no store opens postgresql://"),
    (("--db", "", "list"), "'--db': is empty; give the file of the log"),
    (("--db", "sqlite:///", "list"), "'--db': is empty; give the file of the log"),
    (("--db", "", "import", DOSSIER), "'--db': is empty; give the file of the log"),
    (("--db", "memory:", "import", DOSSIER), "memory: keeps nothing when the command ends"),
    (("--db", "memory:", "definitions", "list"), "memory: keeps nothing when the command ends"),
    (("--db", ":memory:", "import", DOSSIER), ":memory: keeps nothing when the command ends"),
]
NOT_FOUND = [
    (("show", "bn-in-jwg-defence"), f"did you mean '{REFERENCE}'"),
    (("show", "Straße"), "there is no mechanism"),
    (("log", "nobody"), "there is no mechanism 'nobody'"),
    (("as-of", "2025", "nobody"), "there is no mechanism 'nobody'"),
    (("timeline", "nobody"), "there is no mechanism 'nobody'"),
    (("diagram", "nobody"), "there is no mechanism 'nobody'"),
    (("meet", "aa-zz-jwg-port"), f"did you mean '{EXAMPLE}'"),
    (("record", EXAMPLE, "meeting_hold"), "did you mean 'meeting_held'"),
    (("record", EXAMPLE, "definition_registered"), "there is no event type"),
    (("record", EXAMPLE, "meet"), "there is no event type 'meet'; did you mean 'meeting_held'?"),
    (("what-if", EXAMPLE, "correct"), "did you mean 'event_corrected'?"),
    (
        ("migrate", "joint-commission", "--from", "joint-workin-group"),
        "there is no kind 'joint-workin-group'; did you mean 'joint-working-group'?",
    ),
    (
        ("migrate", "joint-commission", "--from", "defence-policy-dialogue"),
        "there is no mechanism of kind 'defence-policy-dialogue'",
    ),
    (
        ("diff", EXAMPLE, "--from", "2024-01", "--to", "2025-06"),
        f"there is no record by 2025-06 of '{EXAMPLE}'; it is on record since ",
    ),
    (("diff", EXAMPLE, "--from", "2024-01", "--to", "2025-06"), "for its life use --clock valid"),
    (
        ("record", EXAMPLE, "foo"),
        "there is no event type 'foo'; there are absorbed, alias_recorded,",
    ),
    (("path", EXAMPLE, "foo"), "there is no state 'foo'; there are registered, proposed, agreed,"),
    (("definitions", "show", "bilateral"), "did you mean 'bilateral-mechanism'"),
    (("diagram", "--definition", "jwg"), "there is no kind"),
    (
        (*NEW, "--kind", "joint-workin-group", "--party", "AA", "--party", "ZZ"),
        "did you mean 'joint-working-group'",
    ),
]
REFUSED = [
    (("meet", EXAMPLE, "--on", "2024-06"), "allowed there: agree, sign-tor, suspend, conclude"),
    (("resume", EXAMPLE), "allowed there: agree, sign-tor, suspend, conclude"),
    (("conclude", EXAMPLE), "no reason is given; say why"),
    (("propose", EXAMPLE, "--on", "2023"), "later facts that would become illegal: the-proposal"),
]
CASES = [
    *((2, *case) for case in USAGE),
    *((5, *case) for case in NOT_FOUND),
    *((3, *case) for case in REFUSED),
]


@pytest.mark.parametrize(("code", "command", "said"), CASES)
def test_what_cannot_be_done_says_why_and_changes_nothing(
    lifecycle: Run, log: Path, code: int, command: tuple[str, ...], said: str
) -> None:
    before = lifecycle("export").out

    ran = lifecycle(*command)

    assert ran.code == code, ran.err
    assert ran.out == ""
    assert said in " ".join(ran.err.split())
    assert log.exists()
    assert lifecycle("export").out == before


@pytest.mark.parametrize("option", [("--json",), ("--nl",), ("--format", "json"), ("--format=nl",)])
@pytest.mark.parametrize(
    ("command", "code", "more"),
    [(("shw",), "usage", set()), (("show", "nobody"), "not_found", {"kind", "name", "nearest"})],
)
def test_programs_get_errors_as_one_object(
    lifecycle: Run,
    log: Path,
    option: tuple[str, ...],
    command: tuple[str, ...],
    code: str,
    more: set[str],
) -> None:
    assert log.exists()

    ran = lifecycle(*(*option, *command) if "--format" in option[0] else (*command, *option))

    (line,) = ran.err.splitlines()
    assert json.loads(line).keys() == {"code", "message"} | more
    assert json.loads(line)["code"] == code
    assert ran.out == ""


@pytest.mark.parametrize(
    ("command", "is_json"),
    [
        (("note", "nobody", "please use --json now"), False),
        (("note", "nobody", "--on", "--json"), False),
        (("suspend", "nobody", "--reason", "--nl"), False),
        (("note", "nobody", "--", "--json"), False),
        (("--db", "--json", "show", "nobody"), False),
        (("--format", "csv", "note", "nobody", "--format json"), False),
        (("show", "--json", "nobody"), True),
        (("show", "nobody", "--nl"), True),
        (("-q", "--format", "nl", "show", "nobody"), True),
        (("note", "nobody", "x", "--on", "2025", "--json"), True),
        (("definitions", "diff", "nobody", "joint-commission", "--json"), True),
        (("nothing-such", "--json"), True),
    ],
)
def test_only_an_option_asks_for_json(
    lifecycle: Run, log: Path, command: tuple[str, ...], is_json: bool
) -> None:
    assert log.exists()

    ran = lifecycle(*command)

    assert ran.code in (2, 5)
    assert ran.err.startswith("{") is is_json, ran.err


def test_an_empty_variable_is_no_log(process: Run, log: Path) -> None:
    before = log.read_bytes()

    empty = process("note", EXAMPLE, "x", LIFECYCLE_DB="")
    memory = process("note", EXAMPLE, "x", LIFECYCLE_DB="memory:")
    given = process("--db", "mechanisms.db", "list", LIFECYCLE_DB="")

    assert (empty.code, memory.code, given.code) == (2, 2, 0)
    assert "LIFECYCLE_DB is empty; give it the file of the log, or unset it" in empty.err
    assert "memory: keeps nothing when the command ends; give a file" in memory.err
    assert log.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "d.toml",
            '[mechanism]\nname="N"\nkind="joint-commission"\nsubject="S"\nparties=["IN", "in"]\n',
        ),
        (
            "d.csv",
            "type,name,kind,subject,parties\nmechanism_registered,N,joint-commission,S,Bn; bN\n",
        ),
    ],
)
def test_party_codes_differ_by_more_than_case(
    lifecycle: Run, home: Path, name: str, text: str
) -> None:
    (home / name).write_text(text)

    ran = lifecycle("import", name)

    assert ran.code == 2
    assert "parties: '" in ran.err
    assert "differ by capital letters only and name the same party" in ran.err
    assert lifecycle("import", name, "--dry-run").code == 2


def test_processes_exit_with_these_codes(process: Run, log: Path) -> None:
    assert log.exists()

    codes = {
        " ".join(command): process(*command).code
        for command in (
            ("list",),
            ("lst",),
            ("show", "nobody"),
            ("conclude", EXAMPLE),
            ("definitions", "lint", "examples/india-brunei-jwg-defence.toml"),
        )
    }

    assert list(codes.values()) == [0, 2, 5, 3, 1]


def test_a_repeated_command_returns_what_it_recorded_first(lifecycle: Run, log: Path) -> None:
    assert log.exists()
    command = ("note", EXAMPLE, "x", "--id", "the-note")

    first, again = lifecycle(*command), lifecycle(*command)

    assert (first.code, again.code) == (0, 0)
    assert first.out == again.out
    assert lifecycle("export").out.count('"event_id":"the-note"') == 1


def failing(error: BaseException) -> click.Command:
    def fail() -> None:
        raise error

    return click.Command("failing", callback=fail)


def test_a_crash_is_no_finding(lifecycle: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lifecycle.cli.run.cli", failing(RuntimeError("a fault")))

    ran = lifecycle()

    assert ran.code == 70
    assert ran.out == ""
    assert "RuntimeError: a fault" in ran.err
    assert ran.err.endswith("please report it with the lines above\n")


def test_an_interrupt_has_its_own_code(lifecycle: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lifecycle.cli.run.cli", failing(KeyboardInterrupt()))

    assert lifecycle().code == 130


def test_a_warning_of_the_library_is_one_line(
    lifecycle: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def warn() -> None:
        warnings.simplefilter("always")
        warnings.warn("update it", UserWarning, stacklevel=1)

    monkeypatch.setattr("lifecycle.cli.run.cli", click.Command("warning", callback=warn))

    ran = lifecycle()

    assert (ran.code, ran.out, ran.err) == (0, "", "warning: update it\n")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CommandRefusedError(Refusal("agree", (), "no")), 3),
        (WrongExpectedVersionError("door-1", expected=0, actual=1), 4),
        (NotFoundError("mechanism", "x"), 5),
        (UnreadableFactError(1, "proposed", "no"), 1),
        (BrokenRecordError(1, "no"), 1),
        (UnknownEventTypeError("x", 1), 1),
        (EventIdReusedError("x", 1, "no"), 2),
        (InvalidFactError("no"), 2),
        (DateError("x", "no", 0), 2),
        (StoreBusyError("no"), 4),
        (StoreFaultError("no"), 2),
        (ClockError("2099", "plausible"), 2),
        (FileNotFoundError("no"), 2),
        (ZeroDivisionError("no"), 70),
    ],
)
def test_each_kind_of_error_has_one_code(error: Exception, code: int) -> None:
    assert code_of(error) == code
