"""Definitions as text: a small sound one with what can be added to it, and those that ship."""

from importlib import resources

GOOD = """\
name = "friendship-council"
abbreviation = "fc"
version = 1
title = "Friendship council"
policy = "enforce"
milestones = ["open_house"]

[[tracks]]
name = "stage"
initial = "registered"
states = ["registered", "opened", "held"]
final = ["held"]

[[tracks.transitions]]
trigger = "open_house"
from = ["registered"]
to = "opened"
consent = "either"

[[tracks.transitions]]
trigger = "hold_meeting"
from = ["opened"]
to = "held"
consent = "none"
guards = ["meeting_is_dated"]
"""

MOVE = '[[tracks.transitions]]\ntrigger = "{}"\nfrom = ["{}"]\nto = "{}"\nconsent = "{}"\n'


def shipped_text(name: str) -> str:
    """Return the text of a definition that ships with the package."""
    folder = resources.files("lifecycle.definitions") / "shipped"
    return (folder / f"{name}.toml").read_text("utf-8")
