"""The rank of a chair, read from an English title; never guessed."""

import re
from functools import lru_cache

BANDS = ("a head of state or government", "a minister", "a deputy minister", "a senior official")
"""At whose level ranks are, the highest first; that of a deputy is a permanent secretary's too."""

_CACHE_SIZE_MAX = 4096

# Titles that mean different ranks in different states, such as Foreign Secretary, Secretary of
# State, Under Secretary or Assistant Minister, are in none of these.
_DEPUTY = (
    r"(first )?(deputy|vice)[- ](?!prime)([a-z]+ ){0,3}minister( .+)?"
    r"|minister of state( .+)?|permanent secretary( .+)?|state secretary( .+)?"
)
_MINISTER = (
    r"minister( (of|for) .+)?"
    r"|(?!.*\b(deputy|vice|prime|assistant|junior|state|chief|first)\b)([a-z]+ ){1,3}minister"
)
_OFFICIAL = (
    r"(joint|additional) secretary( .+)?|deputy permanent secretary( .+)?"
    r"|(deputy )?director([- ]general)?( .+)?|head of (the )?(department|division|unit)( .+)?"
)
_HEAD = (
    r"(vice[- ])?president( of the republic)?"
    r"|(?!deputy|vice|first|former)([a-z]+ )?prime minister( .+)?"
)
_PATTERNS = ((0, _HEAD), (2, _DEPUTY), (1, _MINISTER), (3, _OFFICIAL))


@lru_cache(maxsize=_CACHE_SIZE_MAX)
def rank_of(title: str) -> int | None:
    """Return the place in `BANDS` of *title*, e.g. ``Joint Secretary, Ministry of Defence``.

    None if it is not known, or means different ranks in different states.
    """
    words = " ".join(title[:200].partition(",")[0].casefold().split())
    return next((rank for rank, pattern in _PATTERNS if re.fullmatch(pattern, words)), None)
