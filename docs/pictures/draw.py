"""Draw the pictures of the documentation from the examples, by a log whose clock stands still."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from lifecycle.exchange.dossier import read_dossier
from lifecycle.exchange.importing import import_file
from lifecycle.registry.registry import Registry
from lifecycle.render.svg import render_svg

PICTURES = Path(__file__).parent
EXAMPLES = PICTURES.parents[1] / "examples"
ATLAS = (
    "in-pk-permanent-indus-commission",
    "eu-tr-association-council",
    "ca-us-permanent-joint-board-on-defence",
    "no-ru-fisheries-commission",
    "in-us-strategic-and-commercial-dialogue",
    "in-us-2-2-ministerial-dialogue",
    "in-vn-joint-commission",
    "fr-ru-security-cooperation-council",
    "in-pk-joint-commission",
    "jp-kr-vice-ministerial-strategic-dialogue",
)
"""Of the real mechanisms those that show most of what a picture can tell."""


def pictures() -> Iterator[tuple[str, str]]:
    """Yield name and SVG of each picture."""
    reference = EXAMPLES / "india-brunei-jwg-defence.toml"
    yield "india-brunei-jwg-defence.svg", _drawn(datetime(2025, 12, 31, tzinfo=UTC), reference)
    dossiers = (EXAMPLES / "dossiers" / f"{name}.toml" for name in ATLAS)
    yield "atlas.svg", _drawn(datetime(2026, 11, 1, tzinfo=UTC), *dossiers)


def _drawn(recorded: datetime, *dossiers: Path) -> str:
    """Return the timeline of what *dossiers* tell, imported at the instant *recorded*."""
    with Registry.open("memory:", clock=lambda: recorded) as registry:
        for path in dossiers:
            import_file(registry, read_dossier(str(path)))
        return render_svg(registry.timeline())


if __name__ == "__main__":
    for name, svg in pictures():
        (PICTURES / name).write_text(svg, encoding="utf-8", newline="\n")
