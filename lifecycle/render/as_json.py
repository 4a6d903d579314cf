"""Write a timeline as JSON, for programs that draw or check it themselves."""

from lifecycle.render.text_safety import json_text
from lifecycle.timeline.values import Timeline


def render_json(timeline: Timeline) -> str:
    """Return *timeline* as indented JSON with sorted keys and a newline at its end."""
    return json_text(timeline.to_dict(), indent=2, sort_keys=True) + "\n"
