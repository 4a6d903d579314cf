"""What one fault brings about, and what the tracks of a definition do to each other."""

import pytest

from lifecycle.definitions.lint import lint
from tests.lifecycle.definition_texts import GOOD, MOVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('to = "held"', 'to = "hold"'),
        ('to = "opened"', 'to = "opend"'),
        ('from = ["opened"]', 'from = ["openned"]'),
        ('initial = "registered"', 'initial = "registred"'),
        ('final = ["held"]', 'final = ["helt"]'),
        ('trigger = "hold_meeting"', 'trigger = "hold_meting"'),
        ('guards = ["meeting_is_dated"]', 'guards = ["dated"]'),
        ('"opened", "held"]', '"opened", "held", "opened"]'),
    ],
)
def test_a_misspelt_word_is_one_fault_and_what_follows_from_it_is_none(old: str, new: str) -> None:
    assert [problem.severity for problem in lint(GOOD.replace(old, new))[1]] == ["error"]


STANDING = """
[[tracks]]
name = "standing"
initial = "active"
states = ["active", "concluded"]

[[tracks.transitions]]
trigger = "conclude"
from = ["active"]
to = "concluded"
consent = "none"

[[tracks.transitions]]
trigger = "reopen"
from = ["concluded"]
consent = "none"
guards = ["reason_is_given"]
"""


@pytest.mark.parametrize(
    ("guard", "message"),
    [
        ("mechanism_not_ended", "mechanism_not_ended can never hold in 'concluded'"),
        ("reason_is_given", "reason_is_given can never hold for reopen"),
    ],
)
def test_a_guard_that_can_never_hold_is_a_fault(guard: str, message: str) -> None:
    _, problems = lint(GOOD + STANDING.replace("reason_is_given", guard))

    assert [(p.severity, p.message) for p in problems] == [("error", message)]
    assert (
        problems[0].line == GOOD.count("\n") + STANDING[: STANDING.index("guards")].count("\n") + 1
    )


BELL = """
[[tracks]]
name = "bell"
initial = "still"
states = ["still", "rung"]

[[tracks.transitions]]
trigger = "{}"
from = ["still", "rung"]
to = "rung"
consent = "none"

[[tracks.transitions]]
trigger = "agree"
from = ["rung"]
consent = "none"
"""


def test_what_two_tracks_never_allow_together_is_a_fault() -> None:
    """The house is opened once only, from its beginning, and the bell needs to be rung first."""
    bell = BELL.format("hold_meeting") + MOVE.format("open_house", "rung", "rung", "either")

    problems = lint(GOOD + bell)[1]

    assert [problem.severity for problem in problems] == ["error"] * len(problems)
    assert [problem.message for problem in problems] == [
        "no path reaches 'opened': another track always forbids it",
        "no path reaches 'held': another track always forbids it",
        "no path reaches 'rung': another track always forbids it",
        "open_house is never legal in 'registered': another track forbids it",
        "hold_meeting is never legal in 'still': another track forbids it",
    ]


def test_a_state_from_which_another_track_forbids_the_act_is_a_fault() -> None:
    bell = BELL.format("open_house").replace('"agree"', '"hold_meeting"')
    problems = lint(GOOD + bell)[1]

    assert [problem.message for problem in problems] == [
        "open_house is never legal in 'rung': another track forbids it"
    ]


def test_a_track_that_never_moves_is_a_doubt() -> None:
    text = GOOD + BELL.format("agree").split("[[tracks.transitions]]")[0].replace(', "rung"', "")
    text += '[[tracks.transitions]]\ntrigger = "agree"\nfrom = ["still"]\nconsent = "both"\n'

    assert [(p.severity, p.message) for p in lint(text)[1]] == [
        ("warning", "no way leads out of 'still'")
    ]


def test_a_definition_with_too_many_states_together_is_a_doubt() -> None:
    lights = "".join(
        f'[[tracks]]\nname = "light{n}"\ninitial = "dark{n}"\nstates = ["dark{n}", "lit{n}"]\n'
        f'final = ["lit{n}"]\n' + MOVE.format(f"switch{n}", f"dark{n}", f"lit{n}", "none")
        for n in range(15)
    )
    switches = "".join(f', "switch{n}"' for n in range(15))
    text = GOOD.replace('["open_house"', f'["open_house"{switches}') + lights

    assert [(p.severity, p.message) for p in lint(text)[1]] == [
        ("warning", "its tracks can stand in too many states together to search")
    ]
