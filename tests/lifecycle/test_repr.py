"""Values that a service prints while it is written say what they are, and no address."""

import re

from lifecycle import assess
from lifecycle.registry.registry import Registry
from tests.lifecycle.registering import register


def test_a_mechanism_and_its_facts_are_printed_in_one_short_line(registry: Registry) -> None:
    register(registry)
    registry.propose("m", on="2024-05", event_id="e")

    mechanism = registry.mechanism("m", as_of="2024")

    assert repr(mechanism) == "Mechanism('m', version=1, log_size=3, as_of='2024-12-31')"
    assert repr(mechanism.history[1]) == "Fact('e', 'proposed', occurred='2024-05', position=2)"
    assert repr(registry.mechanism("m")) == "Mechanism('m', version=1, log_size=3)"


def test_no_public_value_is_printed_with_an_address(registry: Registry) -> None:
    register(registry)
    registry.propose("m", on="2024-05")
    mechanism = registry.mechanism("m")
    assessment = assess(mechanism, 740_000)

    values = (
        *(mechanism, *mechanism.history, *mechanism.anomalies, registry.timeline()),
        *(assessment, assessment.activity, assessment.hosting, *assessment.next_steps),
        registry.plan("m", [registry.command("meeting_held")]).accepted[0].fact,
    )

    assert [found for found in map(repr, values) if re.search(r"at 0x|0x[0-9a-f]{6}", found)] == []
