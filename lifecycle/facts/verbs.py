"""The verbs: methods of the registry and commands that record one type of fact, with that type."""

from collections.abc import Mapping

VERB_TYPES: Mapping[str, str] = {
    "propose": "proposed",
    "agree": "establishment_agreed",
    "sign_tor": "terms_of_reference_signed",
    "meet": "meeting_held",
    "schedule": "meeting_scheduled",
    "activate_roadmap": "roadmap_activated",
    "suspend": "suspended",
    "resume": "resumed",
    "conclude": "concluded",
    "reopen": "reopened",
    "note": "note_recorded",
    "correct": "event_corrected",
    "retract": "event_retracted",
    "dispute": "event_disputed",
    "prefer": "assertion_preferred",
}
"""The type that each method of `Verbs` records; the names of commands have dashes instead."""

WORKED_OUT: Mapping[str, str] = {
    "register": "mechanism_registered",
    "migrate": "definition_migrated",
    "watch": "obligation_lapsed",
}
"""Commands that work out what their fact says, with its type: `record` does not take it."""
