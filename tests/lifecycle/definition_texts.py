"""A small sound definition as text, and what can be added to it."""

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
