from hypothesis import given, settings
from hypothesis import strategies as st

from lifecycle.render.svg_labels import first_free_rows, stack_rows

extents = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 90)), max_size=40).map(
    lambda pairs: sorted((start, start + width) for start, width in pairs)
)


@given(extents)
@settings(deadline=None)
def test_no_leader_line_runs_through_a_label(placed: list[tuple[int, int]]) -> None:
    rows = stack_rows(placed)

    for left, (start, end) in enumerate(placed):
        for right in range(left + 1, len(placed)):
            if placed[right][0] <= end:
                assert rows[left] > rows[right], (start, end, placed[right])


@given(extents)
@settings(deadline=None)
def test_a_label_is_no_higher_than_what_starts_within_it_demands(
    placed: list[tuple[int, int]],
) -> None:
    rows = stack_rows(placed)

    for index, (_, end) in enumerate(placed):
        within = [rows[other] for other in range(index + 1, len(placed)) if placed[other][0] <= end]
        assert max(within, default=-1) + 1 == rows[index]


@given(extents)
@settings(deadline=None)
def test_what_shares_a_row_does_not_overlap(placed: list[tuple[int, int]]) -> None:
    rows = first_free_rows(placed)

    ends: dict[int, int] = {}
    for (start, end), row in zip(placed, rows, strict=True):
        assert ends.get(row, -1) < start
        ends[row] = end
