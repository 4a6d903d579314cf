import re
from collections.abc import Callable
from pathlib import Path

import pytest

from lifecycle.definitions.catalogue import find_definition, shipped_definitions
from lifecycle.definitions.lint import TEXT_MAX, lint, load_definition
from lifecycle.definitions.machine import Rules
from lifecycle.errors import DefinitionError, NotFoundError
from tests.lifecycle.definition_texts import GOOD, MOVE, shipped_text


def line_of(text: str, wanted: str) -> int:
    return next(i for i, line in enumerate(text.split("\n"), start=1) if wanted in line)


def swap(old: str, new: str) -> Callable[[], tuple[str, int]]:
    """Return the good definition with its first *old* replaced, and the line of it."""

    def mutated() -> tuple[str, int]:
        assert old in GOOD
        return GOOD.replace(old, new, 1), line_of(GOOD, old.strip().split("\n")[0])

    return mutated


def add(text: str) -> Callable[[], tuple[str, int]]:
    """Return the good definition with *text* at its end, and the line where it begins."""
    return lambda: (GOOD + text, GOOD.count("\n") + 1)


MEET_WITHIN = """
[[obligations]]
name = "meet_soon"
title = "Meet within 90 days"
kind = "meet_within"
within = "90 days"
after = "hold_meeting"
"""

FAULTS = {
    "an unknown state as the source": (
        swap('from = ["opened"]', 'from = ["openned"]'),
        "unknown state 'openned'; did you mean 'opened'?",
    ),
    "an unknown state as the target": (
        swap('to = "held"', 'to = "hold"'),
        "unknown state 'hold'; did you mean 'held'?",
    ),
    "an unknown initial state": (
        swap('initial = "registered"', 'initial = "registred"'),
        "unknown state 'registred'; did you mean 'registered'?",
    ),
    "an unknown final state": (
        swap('final = ["held"]', 'final = ["helt"]'),
        "unknown state 'helt'; did you mean 'held'?",
    ),
    "an unknown trigger": (
        swap('trigger = "hold_meeting"', 'trigger = "hold_meting"'),
        "unknown trigger 'hold_meting'; did you mean 'hold_meeting'?",
    ),
    "an unknown guard": (
        swap('guards = ["meeting_is_dated"]', 'guards = ["meeting_dated"]'),
        "unknown guard 'meeting_dated'; did you mean 'meeting_is_dated'?",
    ),
    "a guard that is a path to code": (
        swap('guards = ["meeting_is_dated"]', 'guards = ["os.system"]'),
        "'os.system' is not a plain word",
    ),
    "a guard that is an entry point": (
        swap('guards = ["meeting_is_dated"]', 'guards = ["a.b:c"]'),
        "'a.b:c' is not a plain word",
    ),
    "a guard that is an import": (
        swap('guards = ["meeting_is_dated"]', 'guards = ["__import__"]'),
        "'__import__' is not a plain word",
    ),
    "a trigger that is a path to code": (
        swap('trigger = "hold_meeting"', 'trigger = "os.system"'),
        "'os.system' is not a plain word",
    ),
    "a state that is a path to code": (
        swap('"opened", "held"]', '"opened", "held", "os.path"]'),
        "'os.path' is not a plain word",
    ),
    "a state that cannot be reached": (
        swap(
            'states = ["registered", "opened", "held"]\nfinal = ["held"]',
            'states = ["registered", "opened", "held", "lost"]\nfinal = ["held", "lost"]',
        ),
        "state 'lost' cannot be reached from 'registered'",
    ),
    "a dead end that is not final": (
        swap(
            'states = ["registered", "opened", "held"]\nfinal = ["held"]',
            'states = ["registered", "opened", "held"]',
        ),
        "nothing is legal in 'held', but it is not final",
    ),
    "a final state with an exit": (
        swap('final = ["held"]', 'final = ["held", "opened"]'),
        "final state 'opened' has an exit",
    ),
    "a transition in the shadow of another": (
        add(MOVE.format("hold_meeting", "opened", "held", "none")),
        "hold_meeting from opened is shadowed by a transition before it",
    ),
    "a trigger with two milestones": (
        add(MOVE.format("hold_meeting", "registered", "opened", "none")),
        "hold_meeting leads to 'held' elsewhere; a trigger has one milestone a track",
    ),
    "a trigger with two kinds of consent": (
        add(MOVE.format("hold_meeting", "registered", "held", "both")),
        "hold_meeting needs other consent elsewhere",
    ),
    "a state twice": (
        swap('"opened", "held"]', '"opened", "held", "opened"]'),
        "state 'opened' stands twice",
    ),
    "a track twice": (
        add('[[tracks]]\nname = "stage"\ninitial = "x"\nstates = ["x"]\nfinal = ["x"]\n'),
        "track 'stage' stands twice",
    ),
    "a state in two tracks": (
        add('[[tracks]]\nname = "more"\ninitial = "held"\nstates = ["held"]\nfinal = ["held"]\n'),
        "state 'held' stands in two tracks",
    ),
    "a milestone twice": (
        swap('milestones = ["open_house"]', 'milestones = ["open_house", "open_house"]'),
        "milestone 'open_house' stands twice",
    ),
    "a milestone that is a trigger already": (
        swap('milestones = ["open_house"]', 'milestones = ["open_house", "hold_meeting"]'),
        "'hold_meeting' is a trigger of every definition already",
    ),
    "a reserved state": (
        swap(
            '"opened", "held"]\nfinal = ["held"]',
            '"opened", "held", "model"]\nfinal = ["held", "model"]',
        ),
        "'model' is a reserved name; choose another",
    ),
    "a state with a reserved prefix": (
        swap(
            '"opened", "held"]\nfinal = ["held"]',
            '"opened", "held", "to_x"]\nfinal = ["held", "to_x"]',
        ),
        "'to_x' is a reserved name; choose another",
    ),
    "an unknown key": (
        swap('title = "Friendship council"', 'title = "Friendship council"\ntitel = "x"'),
        "unknown key 'titel'; did you mean 'title'?",
    ),
    "an unknown key of a transition": (
        swap('consent = "either"', 'consent = "either"\nguard = ["meeting_is_dated"]'),
        "unknown key 'guard'; did you mean 'guards'?",
    ),
    "a missing key": (swap("version = 1\n", ""), "is missing"),
    "an unknown policy": (swap('policy = "enforce"', 'policy = "strict"'), "'enforce' or 'record'"),
    "an unknown consent": (swap('consent = "either"', 'consent = "all"'), "should be 'none'"),
    "a version of zero": (swap("version = 1", "version = 0"), "greater than or equal to 1"),
    "a fraction as version": (swap("version = 1", "version = 1.0"), "valid integer"),
    "no source": (swap('from = ["opened"]', "from = []"), "at least 1 item"),
    "an obligation after something unknown": (
        add(MEET_WITHIN.replace("hold_meeting", "hold_meting")),
        "unknown trigger or event type 'hold_meting'; did you mean 'hold_meeting'?",
    ),
    "an obligation with a time that cannot be read": (
        add(MEET_WITHIN.replace("90 days", "soon")),
        "'soon' is no length of time such as '12 months' or 'P3M'",
    ),
    "an obligation of an unknown kind": (
        add(MEET_WITHIN.replace("meet_within", "meet_withn")),
        "unknown kind 'meet_withn'; did you mean 'meet_within'?",
    ),
    "an obligation without a kind": (
        add(MEET_WITHIN.replace('kind = "meet_within"\n', "")),
        "is missing",
    ),
    "an unknown key of an obligation": (
        add(MEET_WITHIN.replace("within =", "withn =")),
        "unknown key 'withn'; did you mean 'within'?",
    ),
    "an obligation twice": (add(MEET_WITHIN + MEET_WITHIN), "obligation 'meet_soon' stands twice"),
    "an unknown anomaly": (
        swap('policy = "enforce"', 'policy = "enforce"\nenforces = ["number_duplicat"]'),
        "unknown anomaly 'number_duplicat'; did you mean 'number_duplicate'?",
    ),
    "an anomaly twice": (
        swap('policy = "enforce"', 'policy = "enforce"\nenforces = ["long_lag", "long_lag"]'),
        "anomaly 'long_lag' stands twice",
    ),
    "a guard that cannot hold for its trigger": (
        swap('guards = ["meeting_is_dated"]', 'guards = ["reason_is_given"]'),
        "reason_is_given can never hold for hold_meeting",
    ),
    "broken TOML": (swap("version = 1", "version = = 1"), "Invalid value"),
    "a key twice": (swap("version = 1", "version = 1\nversion = 1"), "Cannot overwrite a value"),
}
ELSEWHERE = ("a missing key", "a track twice", "a state in two tracks", "an obligation twice")
"""Faults of the file or of two places at once."""


def test_the_good_definition_has_no_problem() -> None:
    definition, problems = lint(GOOD)
    assert problems == []
    assert definition is not None
    Rules(definition)


@pytest.mark.parametrize("kind", shipped_definitions())
def test_a_shipped_definition_has_no_problem_at_all(kind: str) -> None:
    text = shipped_text(kind)
    assert lint(text)[1] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_words_with_its_line(fault: str) -> None:
    mutate, message = FAULTS[fault]
    text, line = mutate()

    _, problems = lint(text)

    errors = [problem for problem in problems if problem.severity == "error"]
    found = [problem for problem in errors if message in problem.message]
    assert found, problems
    if fault not in ELSEWHERE:
        assert found[0].line is not None
        assert -1 <= found[0].line - line <= 7
    with pytest.raises(DefinitionError, match="a test") as refused:
        load_definition(text, "a test")
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('trigger = "hold_meeting"', 'trigger = "hold_meting"', 21),
        ('from = ["opened"]', 'from = ["openned"]', 22),
        ('to = "held"', 'to = "hold"', 23),
        ('guards = ["meeting_is_dated"]', 'guards = ["dated"]', 25),
        ('final = ["held"]', 'final = ["helt"]', 12),
        ('policy = "enforce"', 'policy = "strict"', 5),
        ("version = 1", "version = = 1", 3),
    ],
)
def test_the_line_is_exactly_that_of_the_fault(old: str, new: str, line: int) -> None:
    assert GOOD.split("\n")[line - 1] == old
    _, problems = lint(GOOD.replace(old, new))
    assert line in [problem.line for problem in problems]


def test_text_in_strings_does_not_shift_the_lines() -> None:
    text = GOOD.replace("Friendship council", "Friendship\u2028council\\u000b").replace(
        'to = "held"', 'to = "hold"'
    )
    assert [p.line for p in lint(text)[1] if "unknown state" in p.message] == [23]


def test_a_transition_without_consent_is_a_doubt_and_no_fault() -> None:
    text = GOOD.replace('consent = "none"\n', "")
    definition, problems = lint(text)
    assert definition is not None
    assert [(p.severity, p.line) for p in problems] == [("warning", 20)]
    assert problems[0].message == "hold_meeting says no consent; none is assumed"
    assert load_definition(text, "a test") == definition


def test_a_milestone_that_nothing_uses_is_a_doubt() -> None:
    problems = lint(GOOD.replace('["open_house"]', '["open_house", "garden_party"]', 1))[1]
    assert [(p.severity, p.message) for p in problems] == [
        ("warning", "no transition uses milestone 'garden_party'")
    ]


def test_a_reserved_trigger_is_refused_even_if_declared_as_a_milestone() -> None:
    text = GOOD.replace("open_house", "may_meet")
    assert "'may_meet' is a reserved name; choose another" in [p.message for p in lint(text)[1]]


def test_all_faults_are_told_at_once() -> None:
    text = GOOD.replace('"hold_meeting"', '"hold_meting"').replace('to = "opened"', 'to = "opend"')
    messages = " ".join(problem.message for problem in lint(text)[1])
    assert "hold_meting" in messages
    assert "opend" in messages


def test_an_unknown_key_hides_no_other_fault() -> None:
    text = GOOD.replace('"hold_meeting"', '"hold_meting"').replace(
        'consent = "either"', 'consent = "either"\nguard = ["meeting_is_dated"]\nx = 1'
    )

    definition, problems = lint(text + MEET_WITHIN + "every = 1\n")

    assert definition is None
    found = [(problem.line, problem.message.split(";")[0]) for problem in problems]
    assert found[:4] == [
        (line_of(text, "guard ="), "unknown key 'guard'"),
        (line_of(text, "x = 1"), "unknown key 'x'"),
        (text.count("\n") + 8, "unknown key 'every'"),
        (line_of(text, "hold_meting"), "unknown trigger 'hold_meting'"),
    ]


def test_what_follows_from_a_fault_of_form_is_not_told() -> None:
    text = GOOD.replace("version = 1\n", "").replace('to = "opened"', 'to = "opend"')

    assert [problem.message for problem in lint(text)[1]] == ["is missing"]


@pytest.mark.parametrize("after", ["obligation_lapsed", "event_corrected"])
def test_nothing_becomes_due_by_a_fact_about_facts(after: str) -> None:
    called = re.sub('after = "[a-z_]+"', f'after = "{after}"', MEET_WITHIN)

    (problem,) = lint(GOOD + called)[1]

    assert problem.message.startswith(f"unknown trigger or event type '{after}'")


def test_a_key_of_another_kind_of_obligation_is_not_called_its_own_nearest() -> None:
    (problem,) = lint(GOOD + MEET_WITHIN + 'every = "1 year"\n')[1]

    assert problem.message.startswith("unknown key 'every'")
    assert "did you mean 'every'" not in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "#" * (TEXT_MAX + 1),
        "x = " + "[" * 100_000,
        "x = " + "9" * 10_000,
        "version = 0x" + "f" * 6_000,
        "",
        "tracks = 5",
        "[[tracks]]\n" * 50,
        'name = "\\u0000"',
        "x." * 90_000 + "y = 1",
        "x." * 20 + "y = 1",
        "y = " + "[" * 300 + "]" * 300,
        "title = 2025-12-09",
    ],
    ids=lambda text: f"{text[:12]} of {len(text)}",
)
def test_nonsense_is_refused_in_words(text: str) -> None:
    definition, problems = lint(text)
    assert definition is None
    assert problems
    assert all(str(problem).startswith("error: ") for problem in problems)
    with pytest.raises(DefinitionError):
        load_definition(text, "a test")


def test_a_definition_in_a_file_is_found_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "council.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert find_definition(str(path)).name == "friendship-council"


@pytest.mark.parametrize(
    "kind", ["nowhere.toml", "a" * 300 + ".toml", "a\0.toml", "\udcff.toml", "", "."]
)
def test_a_kind_that_is_no_file_is_not_found(kind: str) -> None:
    with pytest.raises(NotFoundError):
        find_definition(kind)


def test_a_misspelt_kind_gets_the_nearest() -> None:
    with pytest.raises(NotFoundError, match="did you mean 'joint-working-group'"):
        find_definition("joint-workin-group")
