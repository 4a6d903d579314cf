"""The acts of a definition, by each of their names: trigger, type, verb and title."""

from functools import lru_cache

from lifecycle.facts.models import EVENT_TYPES, MilestoneReached
from lifecycle.facts.verbs import VERB_TYPES
from lifecycle.refusal import AllowedAct
from lifecycle.views.titles import ACT_TITLES, words

_VERBS = {event_type: verb for verb, event_type in VERB_TYPES.items()}


@lru_cache(maxsize=1024)
def allowed_act(trigger: str) -> AllowedAct:
    """Return the act that pulls *trigger*: a type with a verb of its own, if there is one."""
    types = [name for name, model in EVENT_TYPES.items() if model.trigger == trigger]
    event_type = next(
        (name for name in types if name in _VERBS), (*types, MilestoneReached.type)[0]
    )
    title = ACT_TITLES.get(trigger, words(trigger))
    return AllowedAct(trigger, event_type, _VERBS.get(event_type), title)
