"""Commands about recorded facts: correct, retract, dispute, prefer."""

from __future__ import annotations

from typing import Any

import click

from lifecycle.cli.fact_options import BY, REASON, json_data, with_dated_envelope
from lifecycle.cli.names import VERBS
from lifecycle.cli.options import Settings
from lifecycle.cli.recording import record_fact


@click.command("correct")
@click.argument("mechanism", metavar="ID")
@click.argument("event", metavar="EVENT")
@click.option("--to", "data", callback=json_data, help="The changed keys as JSON, or - for stdin.")
@click.option("--unset", multiple=True, metavar="KEY", help="A key to remove; repeat for more.")
@REASON
@with_dated_envelope("The date of the correction itself, not that of EVENT.")
def _correct(
    settings: Settings,
    /,
    mechanism: str,
    unset: tuple[str, ...],
    **given: Any,  # noqa: ANN401
) -> None:
    """Correct a recorded fact. EVENT is its event id, or the first characters of it.

    The log keeps what was recorded. --set takes text, --to any JSON.

    \b
    Example:
      lifecycle correct ID EVENT --set place="New Delhi" --reason "a slip of the pen"
    """
    changes = {**given.pop("data"), **given.pop("pairs"), **dict.fromkeys(unset)}
    if not changes:
        date = "" if given["on"] is None else f"; to correct the date write --set on={given['on']}"
        raise click.UsageError(f"nothing is corrected: give --set, --to or --unset{date}")
    record_fact(settings, mechanism, VERBS["correct"], {**given, "changes": changes})


@click.command("retract")
@click.argument("mechanism", metavar="ID")
@click.argument("event", metavar="EVENT")
@REASON
@with_dated_envelope("The date of the retraction itself, not that of EVENT.")
def _retract(settings: Settings, /, mechanism: str, **given: Any) -> None:  # noqa: ANN401
    """Record that an event no longer counts. Retracting a correction undoes it.

    \b
    Example:
      lifecycle retract ID EVENT --reason "another mechanism was meant"
    """
    record_fact(settings, mechanism, VERBS["retract"], given)


@click.command("dispute")
@click.argument("mechanism", metavar="ID")
@click.argument("event", metavar="EVENT")
@click.option(
    "--field", required=True, help="The disputed key of the fact, or a word for what is disputed."
)
@click.option("--claim", help="What the source or party says instead.")
@click.option("--date", "occurred_claim", metavar="EDTF", help="The date that it gives instead.")
@BY
@REASON
@with_dated_envelope("The date of the dispute itself, not that of EVENT.")
def _dispute(settings: Settings, /, mechanism: str, **given: Any) -> None:  # noqa: ANN401
    """Record that a source contradicts a fact, or that a party contests it.

    \b
    Example:
      lifecycle dispute ID EVENT --field on --date 2025-12-10 --source "press:The Paper"
    """
    record_fact(settings, mechanism, VERBS["dispute"], given)


@click.command("prefer")
@click.argument("mechanism", metavar="ID")
@click.argument("event", metavar="EVENT")
@REASON
@with_dated_envelope("The date of the decision itself, not that of EVENT.")
def _prefer(settings: Settings, /, mechanism: str, **given: Any) -> None:  # noqa: ANN401
    """Record which of several claims is used. EVENT is a dispute, or the disputed fact.

    The other claims stay on record and are shown.

    \b
    Example:
      lifecycle prefer ID EVENT --reason "the joint statement has this date"
    """
    record_fact(settings, mechanism, VERBS["prefer"], given)


COMMANDS = (_correct, _retract, _dispute, _prefer)
