"""Commands that draw: timeline, diagram."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lifecycle.cli.names import mechanisms
from lifecycle.cli.options import Settings, pass_settings, times
from lifecycle.cli.output_file import STDOUT, check_output, put
from lifecycle.cli.parameters import OUTPUT, PATH
from lifecycle.cli.tables import telling_unreadable

if TYPE_CHECKING:
    from lifecycle.timeline.values import Timeline

_ENDINGS = {
    "text": (".txt",),
    "svg": (".svg",),
    "html": (".html", ".htm"),
    "mermaid": (".mmd",),
    "json": (".json",),
}
"""Endings of the files in each style."""
TIMELINE_STYLES = tuple(_ENDINGS)
DIAGRAM_STYLES = ("mermaid", "svg")


@click.command("timeline")
@mechanisms
@OUTPUT
@click.option(
    "--as", "style", type=click.Choice(TIMELINE_STYLES), help="Default: by the ending of FILE."
)
@click.option(
    "--width",
    type=click.IntRange(40, 400),
    help="Columns of text output. Default: the terminal's width, or 100.",
)
@click.option("--ascii", "ascii_only", is_flag=True, help="Use only ASCII in text output.")
@times
@pass_settings
def _timeline(
    settings: Settings,
    /,
    mechanisms: tuple[str, ...],
    output: str,
    style: str | None,
    **options: Any,  # noqa: ANN401  # whatever click gives
) -> None:
    """Draw the timeline of the mechanisms named, or of all.

    \b
    Examples:
      lifecycle timeline bn-in-jwg-defence-cooperation
      lifecycle timeline -o all.html
    """
    style = _checked_style(settings, output, (style,) if style else TIMELINE_STYLES)
    width = options["width"] or _columns()
    with telling_unreadable() as unreadable:
        with settings.reader() as registry:
            timeline = registry.timeline(
                mechanisms or None,
                as_of=options["as_of"],
                known_at=options["known_at"],
                unreadable=unreadable,
            )
        _draw(output, _drawn(timeline, style, width, options["ascii_only"]))


def _checked_style(settings: Settings, output: str, styles: tuple[str, ...]) -> str:
    """Return that of *styles* which the ending of *output* asks for; the first if it has none.

    Raises:
        click.UsageError: If *output* may not be written.
    """
    endings = {ending: style for style in styles for ending in _ENDINGS[style]}
    check_output(output, settings.path, endings)
    return styles[0] if output in STDOUT else endings.get(Path(output).suffix.lower(), styles[0])


def _columns() -> int:
    if not sys.stdout.isatty():
        return 100
    return max(40, min(400, shutil.get_terminal_size().columns))


def _drawn(timeline: Timeline, style: str, width: int, ascii_only: bool) -> str:
    if style == "svg":
        from lifecycle.render.svg import render_svg

        return render_svg(timeline)
    if style == "html":
        from lifecycle.render.html import render_html

        return render_html(timeline)
    if style == "mermaid":
        from lifecycle.render.mermaid import render_mermaid

        return render_mermaid(timeline)
    if style == "json":
        from lifecycle.render.as_json import render_json

        return render_json(timeline)
    from lifecycle.render.text import render_text

    plain = ascii_only or "utf" not in (sys.stdout.encoding or "").lower()
    return render_text(timeline, width=width, ascii_only=plain)


@click.command("diagram")
@click.argument("mechanism", metavar="[ID]", required=False)
@click.option("--definition", type=PATH, help="Draw a definition instead of a mechanism.")
@OUTPUT
@click.option(
    "--as", "style", type=click.Choice(DIAGRAM_STYLES), help="Default: by the ending of FILE."
)
@times
@pass_settings
def _diagram(
    settings: Settings,
    /,
    mechanism: str | None,
    definition: str | None,
    output: str,
    style: str | None,
    **clocks: str | None,
) -> None:
    """Draw the state diagram of a mechanism, with its current state marked.

    \b
    Examples:
      lifecycle diagram bn-in-jwg-defence-cooperation -o states.svg
      lifecycle diagram --definition joint-working-group
    """
    from lifecycle.definitions.catalogue import find_definition
    from lifecycle.render.diagram import diagram_mermaid
    from lifecycle.render.diagram_svg import diagram_svg
    from lifecycle.timeline.diagrams import diagram_of, diagram_of_definition

    style = _checked_style(settings, output, (style,) if style else DIAGRAM_STYLES)
    if definition is not None and (mechanism is not None or any(clocks.values())):
        raise click.UsageError("--definition draws a definition: give no ID and no date beside it")
    if definition is not None:
        diagram = diagram_of_definition(find_definition(definition))
    elif mechanism is not None:
        with settings.reader() as registry:
            diagram = diagram_of(registry.mechanism(mechanism, **clocks))
    else:
        raise click.UsageError("Give the ID of a mechanism, or --definition NAME.")
    _draw(output, diagram_svg(diagram) if style == "svg" else diagram_mermaid(diagram))


def _draw(output: str, text: str) -> None:
    put(output, [(text if text.endswith("\n") else text + "\n").encode("utf-8", "replace")])


COMMANDS = (_timeline, _diagram)
