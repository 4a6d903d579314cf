"""Draw the pictures of the README: the reference case, recorded by a clock that stands still."""

from datetime import UTC, datetime
from pathlib import Path

from lifecycle.dossier import read_dossier
from lifecycle.importing import import_dossier
from lifecycle.registry import Registry
from lifecycle.render.svg import render_svg

ROOT = Path(__file__).parents[2]
RECORDED = datetime(2025, 12, 31, tzinfo=UTC)


def draw() -> str:
    """Return the timeline of the reference case as SVG."""
    dossier = read_dossier(str(ROOT / "examples" / "india-brunei-jwg-defence.toml"))
    with Registry.open("memory:", clock=lambda: RECORDED) as registry:
        import_dossier(registry, dossier)
        return render_svg(registry.timeline())


if __name__ == "__main__":
    (Path(__file__).parent / "india-brunei-jwg-defence.svg").write_text(draw(), encoding="utf-8")
