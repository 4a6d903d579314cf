"""The difference of two definitions, in words."""

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lifecycle.definitions.catalogue import find_definition, shipped_definitions
from lifecycle.definitions.definition import Definition
from lifecycle.definitions.diff import diff
from lifecycle.definitions.lint import load_definition
from tests.lifecycle.definition_texts import shipped_text

TEXT = shipped_text("joint-commission")


def edited(*swaps: tuple[str, str]) -> Definition:
    text = TEXT
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return load_definition(text, "a test")


CHANGES: dict[str, tuple[tuple[tuple[str, str], ...], tuple[str, ...]]] = {
    "version and title": (
        (("version = 1", "version = 2"), ('"Joint Commission"', '"Mixed Commission"')),
        ("the version is 2, was 1", "the title is Mixed Commission, was Joint Commission"),
    ),
    "policy": (
        (('policy = "record"', 'policy = "enforce"'),),
        ("the policy is enforce, was record",),
    ),
    "hosting rule": (
        (('hosting_rule = "alternately"\n', 'periodicity = "annually"\n'),),
        (
            "the periodicity is annually, was not given",
            "the hosting rule is not given, was alternately",
        ),
    ),
    "enforced anomalies": (
        (('"number_duplicate"', '"number_gap"'),),
        ("enforce no longer refuses number_duplicate", "enforce now refuses number_gap"),
    ),
    "a state": (
        (('"programme_active"', '"plan_active"'),),
        (
            "state programme_active is gone",
            "state plan_active is new",
            "from plan_active, agree is now legal and moves nothing",
            (
                "from plan_active, conclude_instrument is now legal and moves nothing,"
                " on condition of mechanism_not_ended"
            ),
            (
                "from plan_active, sign_tor is now legal and moves nothing,"
                " on condition of mechanism_not_ended"
            ),
            (
                "from plan_active, hold_meeting is now legal and moves nothing,"
                " on condition of mechanism_not_ended, meeting_is_dated"
            ),
            (
                "from operational, activate_roadmap now leads to plan_active;"
                " before, it led to programme_active"
            ),
            (
                "from plan_active, activate_roadmap is now legal and moves nothing,"
                " on condition of mechanism_not_ended, roadmap_is_named"
            ),
            "from plan_active, complete_roadmap is now legal and leads to operational",
        ),
    ),
    "rank": (
        (
            (
                'states = ["registered", "proposed", "agreed", "constituted", "operational",',
                'states = ["registered", "proposed", "agreed", "operational", "constituted",',
            ),
        ),
        (
            (
                "the states of stage rank otherwise: registered, proposed, agreed, operational,"
                " constituted, programme_active"
            ),
        ),
    ),
    "consent": (
        (('"suspended"\nconsent = "either"', '"suspended"\nconsent = "both"'),),
        ("suspend needs the consent of both, was the act of either side",),
    ),
    "guards": (
        (('guards = ["reason_is_given"]', 'guards = ["mechanism_not_ended"]'),),
        (
            "from active, conclude no longer has the condition reason_is_given",
            "from active, conclude now has the condition mechanism_not_ended",
            "from suspended, conclude no longer has the condition reason_is_given",
            "from suspended, conclude now has the condition mechanism_not_ended",
        ),
    ),
    "a way": (
        (('from = ["active", "suspended"]', 'from = ["suspended"]'),),
        ("from active, conclude is no longer legal",),
    ),
    "an obligation": (
        (('within = "12 months"', 'within = "90 days"'),),
        (
            (
                "obligation first_session: Meet within a year of the founding instrument"
                " (kind meet_within, within 90 days, after conclude_instrument);"
                " was: Meet within a year of the founding instrument"
                " (kind meet_within, within 12 months, after conclude_instrument)"
            ),
        ),
    ),
    "the name of an obligation": (
        (('name = "hosts_in_turn"', 'name = "hosts"'),),
        (
            "obligation hosts_in_turn is gone",
            "obligation hosts is new: Host in turn (kind alternate_hosts)",
        ),
    ),
    "a track and a milestone": (
        (
            ('policy = "record"\n', 'policy = "record"\nmilestones = ["ring"]\n'),
            (
                '[[tracks]]\nname = "standing"',
                (
                    '[[tracks]]\nname = "bell"\ninitial = "still"\nstates = ["still", "rung"]\n'
                    'final = ["rung"]\n\n[[tracks.transitions]]\ntrigger = "ring"\n'
                    'from = ["still"]\nto = "rung"\nconsent = "none"\n\n'
                    '[[tracks]]\nname = "standing"'
                ),
            ),
        ),
        (
            "milestone ring is new",
            "track bell is new",
            "state rung is now final",
            "from still, ring is now legal and leads to rung",
            "ring needs no consent",
        ),
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_told_in_sentences(what: str) -> None:
    swaps, sentences = CHANGES[what]

    assert diff(edited(), edited(*swaps)) == sentences


def test_an_order_that_matters_is_told_and_one_that_does_not_is_called_so() -> None:
    track = edited().model_dump(by_alias=True)
    first, *others = track["tracks"][0]["transitions"]
    moved = {**track["tracks"][0], "transitions": (*others, first)}
    later = Definition.model_validate({**track, "tracks": (moved, track["tracks"][1])})
    turned = Definition.model_validate({**track, "tracks": track["tracks"][::-1]})
    swapped = edited(('from = ["active", "suspended"]', 'from = ["suspended", "active"]'))

    assert diff(edited(), later) == (
        "the triggers stand in another order: facts of one day may be ordered otherwise",
    )
    assert "the tracks stand in another order" in diff(edited(), turned)
    assert diff(edited(), swapped) == (
        "they mean the same; only the order or the spelling differs",
    )


@pytest.mark.parametrize("old", shipped_definitions())
@pytest.mark.parametrize("new", shipped_definitions())
def test_two_definitions_differ_in_words_if_and_only_if_their_hashes_do(old: str, new: str) -> None:
    a, b = find_definition(old), find_definition(new)

    assert (diff(a, b) == ()) == (a.digest == b.digest)
    assert (f"the name is {b.name}, was {a.name}" in diff(a, b)) == (old != new)


@given(st.data())
def test_no_changed_word_goes_unnoticed(data: st.DataObject) -> None:
    """Change one word of a definition anywhere: some sentence says so."""
    told: Any = json.loads(edited().canonical_text)
    holder, key = told, data.draw(st.sampled_from(sorted(told)))
    while isinstance(holder[key], dict | list) and holder[key]:
        holder = holder[key]
        keys = sorted(holder) if isinstance(holder, dict) else range(len(holder))
        key = data.draw(st.sampled_from(list(keys)))
    word = holder[key]
    assume(isinstance(word, str))
    assume(key not in ("kind", "consent", "policy", "within", "every"))
    holder[key] = word + "x"
    changed = Definition.model_validate_json(json.dumps(told))

    sentences = diff(edited(), changed)

    assert sentences
    assert any(f"{word}x" in sentence for sentence in sentences)
