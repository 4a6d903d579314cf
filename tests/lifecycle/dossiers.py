"""Dossiers in few words."""

import json
from pathlib import Path
from typing import Any

from lifecycle.exchange.dossier import parse_dossier
from lifecycle.exchange.intake import Intake

EXAMPLE = Path(__file__).parents[2] / "examples" / "india-brunei-jwg-defence.toml"
HEAD = """\
[mechanism]
name = "A working group"
kind = "joint-working-group"
parties = ["IN", "BN"]
subject = "Defence"
policy = "record"

[[sources]]
id = "pti"
publisher = "PTI"
kind = "press"
published = "2025-12-09"
"""
MECHANISM: dict[str, Any] = {
    "name": "A working group",
    "kind": "joint-working-group",
    "parties": ["IN", "BN"],
    "subject": "Defence",
    "policy": "record",
}


def dossier(*entries: str, head: str = HEAD) -> Intake:
    text = head + "".join(f"\n[[events]]\n{entry}\n" for entry in entries)
    return parse_dossier(text.encode(), "d.toml")


def note(text: str, *lines: str) -> str:
    return "\n".join(['type = "note_recorded"', f'text = "{text}"', *lines])


def as_json(*entries: dict[str, Any], **mechanism: object) -> bytes:
    return json.dumps({"mechanism": {**MECHANISM, **mechanism}, "events": list(entries)}).encode()
