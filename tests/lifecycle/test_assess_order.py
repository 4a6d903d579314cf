from itertools import permutations

from lifecycle.analysis.assessment.assess import assess
from lifecycle.analysis.assessment.obligations import obligations_of
from lifecycle.analysis.assessment.statistics import statistics
from lifecycle.registry.registry import Registry
from tests.lifecycle.assessed import BOTH, day
from tests.lifecycle.registering import register

FACTS = (
    (
        "instrument_concluded",
        {
            "on": "2000-01-10",
            "kind": "treaty",
            "role": "founding",
            "signatories": list(BOTH),
            "periodicity": "annually",
            "hosting_rule": "alternately",
        },
    ),
    ("meeting_held", {"on": "2001-05-03", "host": "AA", "number": 1}),
    ("meeting_held", {"on": "2003-05-03", "host": "ZZ", "number": 2}),
    ("deadline_set", {"on": "2003-06-01", "what": "Report", "due": "2004"}),
)


def judged(order: tuple[int, ...]) -> list[object]:
    """Everything that is judged, in words, days and ids."""
    with Registry.open("memory:") as registry:
        register(registry, parties=["AA", "ZZ"], kind="joint-commission")
        for number in order:
            event_type, details = FACTS[number]
            registry.record("m", event_type, event_id=f"e{number}", **details)
        mechanism = registry.mechanism("m")
    assessment = assess(mechanism, day("2005"))
    figures = statistics(mechanism, day("2005"))
    return [
        assessment.activity.line,
        assessment.activity.basis,
        assessment.hosting.basis,
        [(step.what, step.who, step.by, step.basis) for step in assessment.next_steps],
        [(owed.key, owed.status, owed.basis) for owed in obligations_of(mechanism, day("2005"))],
        (figures.since, figures.schedule, figures.gaps_too_long, figures.median_gap_months),
    ]


def test_the_order_of_recording_makes_no_difference_to_any_judgement() -> None:
    first, *others = (judged(order) for order in permutations(range(len(FACTS))))

    assert str(first[0]).startswith("Dormant since 2003-06-01; last fact on record: Deadline set")
    assert all(other == first for other in others)
