"""Read JSON that people wrote: no key twice, no number that readers disagree about."""

import json
from typing import Any, NoReturn

from lifecycle.errors import LifecycleError


class JsonError(LifecycleError):
    """The text is not JSON that this project reads; mend it at the line."""

    code = "invalid_json"
    http_status = 422

    def __init__(self, reason: str, line: int | None = None) -> None:
        self.reason, self.line = reason, line
        super().__init__(reason)


def read_json(text: str) -> Any:  # noqa: ANN401  # JSON can be anything
    """Return the value of *text*.

    Raises:
        JsonError: If it is not JSON, has a key twice, a fraction or half of a character, or is
            nested too deeply.
    """
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_float=_fraction, parse_constant=_fraction
        )
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise JsonError(f"{error.msg} (at column {error.colno})", error.lineno) from error
    except RecursionError as error:
        raise JsonError("nested too deeply") from error
    except UnicodeEncodeError as error:
        raise JsonError("a text holds half of a character (a lone surrogate)") from error
    except ValueError as error:
        raise JsonError(f"a number is too long: {error}") from error
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        seen = set[str]()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise JsonError(f"key {twice[:80]!r} stands twice in one object")
    return read


def _fraction(text: str) -> NoReturn:
    raise JsonError(f"{text[:40]} is not a whole number; write it as text")
