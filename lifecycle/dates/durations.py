"""How long something lasted, in words as precise as its dates."""

from lifecycle.dates.bounds import Bounds
from lifecycle.dates.edtf import CYCLE_DAYS, CYCLE_MONTHS, civil

_CYCLE_YEARS = 400
_MONTHS_MIN = 2  # a duration under two months is given in days
_MONTHS_DAYS_MIN = 60
_YEARS_DAYS_MIN = 730


def duration_text(start_bounds: Bounds, end_bounds: Bounds) -> str:
    """Return the time from a start to an end as far as their bounds tell it.

    Returns:
        ``1y 8m`` if both days are known, in whole months; ``12d`` if under two months.
        Otherwise the shortest and the longest time that is possible, each to the nearest
        year (if the longest has two years), month (if it has two months) or day: as one
        figure with a sign for "about" if they agree, else as a range such as 1 to 2y.
        Empty if a bound is missing or the end certainly lies before the start.
    """
    start_earliest, start_latest = start_bounds
    end_earliest, end_latest = end_bounds
    if start_earliest is None or start_latest is None or end_earliest is None or end_latest is None:
        return ""
    if end_latest < start_earliest:
        return ""
    if start_earliest == start_latest and end_earliest == end_latest:
        return _exact(start_earliest, end_latest)
    return _about(max(0, end_earliest - start_latest), end_latest - start_earliest)


def _exact(start: int, end: int) -> str:
    start_year, start_month, start_day = civil(start)
    end_year, end_month, end_day = civil(end)
    months = 12 * (end_year - start_year) + end_month - start_month - (end_day < start_day)
    if months < _MONTHS_MIN:
        return f"{end - start}d"
    years, months = divmod(months, 12)
    return " ".join(f"{count}{unit}" for count, unit in ((years, "y"), (months, "m")) if count)


def _about(shortest: int, longest: int) -> str:
    """Tell a time between *shortest* and *longest* days."""
    if longest >= _YEARS_DAYS_MIN:
        unit, units_of_cycle = "y", _CYCLE_YEARS
    elif longest >= _MONTHS_DAYS_MIN:
        unit, units_of_cycle = "m", CYCLE_MONTHS
    else:
        unit, units_of_cycle = "d", CYCLE_DAYS
    low, high = (round(days * units_of_cycle / CYCLE_DAYS) for days in (shortest, longest))
    if low == high:
        return f"\N{ALMOST EQUAL TO}{low}{unit}"
    return f"{low}\N{EN DASH}{high}{unit}"
