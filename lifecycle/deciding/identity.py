"""How a mechanism gets its id: party codes in alphabetical order, kind, subject."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from lifecycle.definitions.definition import Definition
from lifecycle.errors import InvalidFactError


def mechanism_id_of(details: Mapping[str, Any], definition: Definition) -> str:
    """Return e.g. ``bn-in-jwg-defence-cooperation``.

    Raises:
        InvalidFactError: If the subject has no letter or digit that an id can be made of.
    """
    parties = details["parties"]
    codes = [slug(str(p.get("code", ""))) for p in parties if isinstance(p, Mapping)]
    subject = slug(str(details["subject"]))
    if not subject:
        raise InvalidFactError("no id can be made of it; give an id", place="subject")
    return "-".join(
        filter(None, [*sorted(codes), definition.abbreviation, subject[:80].strip("-")])
    )


def slug(text: str) -> str:
    """Return *text* in lower-case ASCII letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
