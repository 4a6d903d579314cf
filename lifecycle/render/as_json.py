"""Write a timeline as JSON, for programs that draw or check it themselves."""

import json
import re

from lifecycle.timeline import Timeline

# JSON allows these as they are, but they hide or reorder what a reader sees.
_HIDDEN = re.compile("[\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")


def render_json(timeline: Timeline) -> str:
    """Return *timeline* as indented JSON with sorted keys and a newline at its end."""
    text = json.dumps(timeline.to_dict(), ensure_ascii=False, indent=2, sort_keys=True)
    return _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"
