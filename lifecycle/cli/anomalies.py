"""The command that lists anomalies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from lifecycle.cli.options import Settings, formats, pass_settings, times
from lifecycle.cli.output import show_rows
from lifecycle.cli.tables import or_say, show, telling_unreadable
from lifecycle.errors import NotFoundError

if TYPE_CHECKING:
    from lifecycle.analysis.anomalies import Anomaly, Kind
    from lifecycle.analysis.mechanism import Mechanism

COLUMNS = ("id", "code", "severity", "message", "facts", "events")
TABLE = ("id", "code", "severity", "remark")
CODE_COLUMNS = ("code", "severity", "title")


@click.command("anomalies")
@click.argument("mechanism", metavar="[ID]", required=False)
@click.option(
    "--code", "wanted", multiple=True, help="Only this code; repeat for more. See --codes."
)
@click.option(
    "--severity", type=click.Choice(["info", "warning", "serious"]), help="Only this severity."
)
@click.option("--codes", "catalogue", is_flag=True, help="List all codes.")
@times
@formats
@pass_settings
def _anomalies(
    settings: Settings,
    /,
    mechanism: str | None,
    wanted: tuple[str, ...],
    severity: str | None,
    catalogue: bool,
    **clocks: str | None,
) -> None:
    """List the anomalies of one mechanism or of all.

    An anomaly is no failure: the exit code is 0.

    \b
    Examples:
      lifecycle anomalies --severity serious
      lifecycle anomalies bn-in-jwg-defence-cooperation --code source_single
    """
    kinds = {kind.code: kind for kind in _kinds(wanted, severity)}
    if catalogue:
        if mechanism is not None or any(clocks.values()):
            raise click.UsageError("--codes lists what there is: give no ID and no date beside it")
        show_rows(map(_code, kinds.values()), CODE_COLUMNS, settings.style)
        return
    with settings.reader() as registry, telling_unreadable() as unreadable:
        if mechanism is None:
            as_of, known_at = clocks["as_of"], clocks["known_at"]
            mechanisms = registry.list(as_of=as_of, known_at=known_at, unreadable=unreadable)
        else:
            mechanisms = iter([registry.mechanism(mechanism, **clocks)])
        rows = (
            _row(found, anomaly)
            for found in mechanisms
            for anomaly in found.anomalies
            if anomaly.code in kinds
        )
        show(or_say("there is nothing to remark", rows), COLUMNS, TABLE, settings.style)


def _kinds(wanted: tuple[str, ...], severity: str | None) -> list[Kind]:
    """Return the entries of the catalogue that are asked for.

    Raises:
        NotFoundError: If there is no such code; it names the nearest.
    """
    from lifecycle.analysis.anomalies import CATALOGUE
    from lifecycle.facts.entries import nearest

    known = [kind.code for kind in CATALOGUE]
    for code in wanted:
        if code not in known:
            raise NotFoundError("anomaly code", code, nearest(code, known))
    return [
        kind
        for kind in CATALOGUE
        if (not wanted or kind.code in wanted) and severity in (None, kind.severity)
    ]


def _code(kind: Kind) -> dict[str, str]:
    return {"code": kind.code, "severity": kind.severity, "title": kind.title}


def _row(mechanism: Mechanism, anomaly: Anomaly) -> dict[str, Any]:
    from lifecycle.views.wording import named, remark

    facts = mechanism.facts_of(anomaly)
    return {
        "id": mechanism.id,
        "code": anomaly.code,
        "severity": anomaly.severity,
        "message": anomaly.message,
        "remark": remark(anomaly.message, facts),
        "facts": [named(fact) for fact in facts],
        "events": list(anomaly.events),
    }


COMMANDS = (_anomalies,)
