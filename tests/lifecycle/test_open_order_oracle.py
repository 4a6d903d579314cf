"""What is judged of meetings against all days that their dates leave open."""

from collections.abc import Iterator
from itertools import pairwise, permutations, product
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from lifecycle.analysis.assessment.assess import assess
from lifecycle.analysis.assessment.obligations import obligations_of
from lifecycle.analysis.assessment.statistics import statistics
from lifecycle.analysis.mechanism import Mechanism
from lifecycle.dates.edtf import parse
from lifecycle.dates.periods import Period
from tests.lifecycle.assessed import day, gathered, met

YEAR = Period(12, 0)
DATES = st.sampled_from(
    ["2019", "2019-02", "2019-11-20", "2020", "2020-03", "2020-03/2020-08", "2020-11", "2021-04-01"]
)
HOSTS = st.sampled_from(["AA", "ZZ", None])
TODAY = st.sampled_from(["2021-04-01", "2021-11-20", "2022-06"])


class Life(NamedTuple):
    """One way in which the meetings may have been held."""

    days: tuple[int, ...]
    hosts: tuple[str | None, ...]

    def late(self, today: int) -> int:
        """How many gaps are too long, with the one that is running."""
        return sum(end > YEAR.after(start) for start, end in pairwise((*self.days, today)))

    @property
    def twice(self) -> bool:
        """Whether one side hosted twice running."""
        return any(host is not None and host == after for host, after in pairwise(self.hosts))


def lives(meetings: list[tuple[str, str | None]]) -> Iterator[Life]:
    """Yield lives with each meeting at the bounds of its date and between, in each order."""
    choices = []
    for text, _ in meetings:
        date = parse(text)
        assert date.earliest is not None
        assert date.latest is not None
        choices.append({date.earliest, (date.earliest + date.latest) // 2, date.latest})
    for days in product(*choices):
        for order in permutations(range(len(days))):
            placed = tuple(days[at] for at in order)
            if all(earlier <= later for earlier, later in pairwise(placed)):
                yield Life(placed, tuple(meetings[at][1] for at in order))


def lapses(mechanism: Mechanism, today: int, name: str) -> tuple[int, set[str]]:
    """How many have lapsed, and how they stand."""
    owed = [one for one in obligations_of(mechanism, today) if one.name == name]
    return sum(one.status == "lapsed" for one in owed), {one.status for one in owed}


@given(st.lists(st.tuples(DATES, HOSTS), min_size=1, max_size=3), TODAY)
def test_what_is_certain_is_so_in_every_life(
    meetings: list[tuple[str, str | None]], on: str
) -> None:
    facts = [met(text) if host is None else met(text, host=host) for text, host in meetings]
    today = day(on)
    mechanism = gathered(*facts, kind="defence-policy-dialogue")
    possible = list(lives(meetings))
    least = min(life.late(today) for life in possible)

    late, _ = lapses(mechanism, today, "yearly_round")
    assert late <= least
    found = statistics(mechanism, today)
    assert found.gaps_too_long is not None
    assert found.gaps_too_long <= least
    if found.schedule == "kept":
        assert all(life.late(today) == 0 for life in possible)
    turns, told = lapses(mechanism, today, "hosts_in_turn")
    if turns or any(one.code == "host_not_alternating" for one in mechanism.anomalies):
        assert all(life.twice for life in possible)
    if told == {"fulfilled"}:
        assert not any(life.twice or None in life.hosts for life in possible)
    turn = assess(mechanism, today).hosting.party
    if turn is not None:
        assert all(life.hosts[-1] not in {None, turn} for life in possible)
