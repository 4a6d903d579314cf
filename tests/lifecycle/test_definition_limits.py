"""How large a definition may be, and how much is told of a bad one."""

import pytest

from events.model import MAX_INT
from lifecycle.definitions.checks import MILESTONES_MAX, MOVES_MAX, STATES_MAX, STORED_BYTES_MAX
from lifecycle.definitions.lint import PROBLEMS_MAX, TEXT_MAX, lint
from lifecycle.parsing.strict_toml import line_of
from lifecycle.registry.registry import Registry
from tests.lifecycle.definition_texts import GOOD, MOVE

UNKNOWN = MOVE.format("hold_meting", "opened", "held", "none")


def words(count: int) -> str:
    return ", ".join(f'"word_{number}"' for number in range(count))


def messages(text: str) -> list[str]:
    return [str(problem) for problem in lint(text)[1]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            GOOD.replace('"opened", "held"]', f'"opened", "held", {words(STATES_MAX)}]'),
            f"line 8, tracks[0]: {STATES_MAX + 3} states; at most {STATES_MAX} are allowed",
        ),
        (
            GOOD.replace('from = ["opened"]', f"from = [{words(MOVES_MAX)}]"),
            "line 8, tracks[0]: 1,001 transitions, counted from each state; at most",
        ),
        (
            GOOD.replace('["open_house"]', f'["open_house", {words(MILESTONES_MAX)}]'),
            f"line 6, milestones: {MILESTONES_MAX + 1} milestones; at most {MILESTONES_MAX} are",
        ),
        (
            GOOD.replace("\n\n", f"\nenforces = [{words(5_000)}]\n\n", 1),
            f"bytes as a log stores it; at most {STORED_BYTES_MAX:,} are allowed",
        ),
    ],
    ids=["states", "transitions", "milestones", "bytes"],
)
def test_a_definition_that_is_too_large_is_refused_by_a_stated_limit(
    text: str, message: str
) -> None:
    assert len(text) < TEXT_MAX
    (told,) = messages(text)
    assert message in told


def test_a_definition_as_large_as_may_be_goes_into_a_log() -> None:
    title = '\\"' * 100
    obligation = '\n[[obligations]]\nname = "o{0}"\ntitle = "{1}"\nkind = "alternate_hosts"\n'
    text = GOOD + "".join(obligation.format(number, title) for number in range(64))
    definition, problems = lint(text)
    assert definition is not None
    assert problems == []
    with Registry.open("memory:") as registry:
        registry.register(
            name="N", kind=definition, parties=["AA", "ZZ"], subject="S", event_id="first"
        )


def test_of_many_problems_the_first_are_told_and_the_rest_is_counted() -> None:
    told = lint(GOOD + UNKNOWN * 500)[1]

    assert len(told) == PROBLEMS_MAX + 1
    assert told[0].line == GOOD.count("\n") + 2
    assert told[0].message == "unknown trigger 'hold_meting'; did you mean 'hold_meeting'?"
    assert str(told[-1]) == "error: file: 899 problems more"


def test_a_fault_behind_many_doubts_is_still_a_fault() -> None:
    doubt = '[[tracks.transitions]]\ntrigger = "suspend"\nfrom = ["opened"]\n'

    told = lint(GOOD + doubt * 200 + UNKNOWN)[1]

    assert told[-1].severity == "error"


def test_of_many_faults_of_form_the_first_are_told() -> None:
    told = lint(GOOD + '[[tracks.transitions]]\ntrigger = "x"\nfrom = []\nform = 1\n' * 2_000)[1]

    assert len(told) == PROBLEMS_MAX + 1
    assert str(told[-1]) == "error: file: 3,900 problems more"


def test_a_list_that_is_short_for_want_of_a_sound_item_is_no_fault_of_its_own() -> None:
    told = messages(GOOD.replace('from = ["opened"]', 'from = ["Opened"]'))

    assert len(told) == 1
    assert "'Opened' is not a plain word" in told[0]


def test_a_version_that_no_log_can_hold_is_told_with_its_line() -> None:
    (told,) = messages(GOOD.replace("version = 1", f"version = {MAX_INT + 2}"))

    assert told == f"error: line 3, version: should be less than or equal to {MAX_INT}"


def test_bytes_that_are_not_utf_8_are_told_with_their_line() -> None:
    definition, problems = lint(
        GOOD.replace("Friendship", "Frie\udcffdship").encode("utf-8", "surrogateescape")
    )

    assert definition is None
    assert [str(problem) for problem in problems] == [
        "error: line 4, file: character 14: byte 0xff is not UTF-8; save the text as UTF-8"
    ]


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("a", 0, "b", 0, "x"), 4),
        (("a", 0, "b", 1, "x"), 6),
        (("a", 1, "b", 0, "x"), 9),
        (("a", 1, "b", 1), 7),
        (("c", "d", "y"), 11),
    ],
)
def test_lines_are_found_in_lists_of_lists_of_tables(
    place: tuple[str | int, ...], line: int
) -> None:
    text = "[[a]]\nx = 1\n[[a.b]]\nx = 1\n[[a.b]]\nx = 1\n[[a]]\n[[a.b]]\nx = 1\n[c.d]\ny = 1\n"
    assert line_of(text, place) == line
