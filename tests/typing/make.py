"""Make `lifecycle/registry/details.py`, the typed keywords of the registry, from the models.

Run it from the root of the repository: ``PYTHONPATH=. python tests/typing/make.py``.
"""

import ast
import inspect
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import JsonValue

from lifecycle.facts.entries import ENVELOPE_KEYS
from lifecycle.facts.fact import Envelope
from lifecycle.facts.models import EVENT_TYPES, MechanismRegistered
from lifecycle.facts.models.base import Model
from lifecycle.facts.verbs import VERB_TYPES

DETAILS = Path(__file__).parents[2] / "lifecycle" / "registry" / "details.py"

ARGUMENTS: Mapping[str, frozenset[str]] = {
    "note": frozenset({"text"}),
    "correct": frozenset({"event", "changes"}),
    "retract": frozenset({"event"}),
    "dispute": frozenset({"event", "field"}),
    "prefer": frozenset({"event"}),
}
"""Keys that a verb takes as arguments of their own."""

HEAD = '''"""The keywords of the registry's methods, for type checkers and editors.

Made by ``tests/typing/make.py`` from the models of the facts; a test holds the two equal.
"""

from typing import Any, Literal, Required, TypeAlias, TypedDict, TypeVar

T = TypeVar("T")
ListOf: TypeAlias = list[T] | tuple[T, ...]
"""Several values; a text alone is none."""
'''
COMMAND = '''
class CommandDetails(EnvelopeDetails, total=False):
    """What every command takes."""

    event_id: str | None
    """Makes the command repeatable; drawn if not given."""
    if_version: int | None
    """Refuse the command unless the mechanism has this version."""
'''
REGISTRATION = '''
class RegistrationDetails(TypedDict, total=False):
    """What `register` takes beside the names of the mechanism."""

    kind: Required[str]
    """The definition that it lives under, e.g. ``joint-working-group``."""
    parties: Required[ListOf[str] | ListOf[PartyDict] | ListOf[str | PartyDict]]
    """The two parties, each a code or a table."""
    subject: Required[str]
    """What it is about, in a few words."""
    id: str | None
    """Made from parties, kind and subject if not given."""
    policy: Literal["enforce", "record"]
    """That of the definition if not given."""
    level: str | None
    known_from: str | None
    """State in which the mechanism is first known, for one first met in mid-life."""
    parent: str | None
    event_id: str | None
    """Makes the command repeatable; drawn if not given."""
    actor: str | None
    """Who records it."""
'''


def made() -> str:
    """Return the text of the module, formatted."""
    models: dict[str, type[Model]] = {}
    envelope = {ENVELOPE[name]: kind for name, kind in hints(Envelope).items()}
    classes = [
        "class EnvelopeDetails(TypedDict, total=False):",
        '    """What is said about a fact: when, by whom, in what order."""\n',
        *fields(Envelope, envelope, models),
        COMMAND,
    ]
    for verb, event_type in VERB_TYPES.items():
        model = EVENT_TYPES[event_type]
        wanted = {k: v for k, v in hints(model).items() if k not in ARGUMENTS.get(verb, ())}
        classes += [
            f"class {model.__name__}Details(CommandDetails, total=False):",
            f'    """{inspect.cleandoc(model.__doc__ or "")}"""\n',
            *fields(model, wanted, models),
        ]
    for key in ("names", "parties"):
        written(hints(MechanismRegistered)[key], models)
    text = "\n".join([HEAD, *tables(models), *classes, REGISTRATION])
    command = (sys.executable, "-m", "ruff", "format", "--stdin-filename", str(DETAILS), "-")
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return done.stdout


ENVELOPE = {name: key for key, name in ENVELOPE_KEYS.items()}


def hints(model: type[Model]) -> dict[str, Any]:
    """Return the type of each field of *model*."""
    kinds = get_type_hints(model, include_extras=True)
    return {name: kinds[name] for name in model.model_fields}


def fields(
    model: type[Model], kinds: Mapping[str, Any], models: dict[str, type[Model]]
) -> Iterator[str]:
    """Yield the lines of the keys *kinds*, noting the models that they need."""
    told, names = docstrings(model), {key: name for name, key in ENVELOPE.items()}
    for key, kind in kinds.items():
        name = names[key] if model is Envelope else key
        required = model.model_fields[name].is_required()
        text = written(kind, models)
        yield f"    {key}: Required[{text}]" if required else f"    {key}: {text}"
        if name in told:
            yield f'    """{told[name]}"""'


PLAIN: Mapping[Any, str] = {
    str: "str",
    int: "int",
    bool: "bool",
    NoneType: "None",
    JsonValue: "Any",
}
OF_PARTS: Mapping[Any, Callable[[list[str]], str]] = {
    Annotated: lambda parts: parts[0],
    Union: " | ".join,
    UnionType: " | ".join,
    tuple: lambda parts: f"ListOf[{parts[0]}]",
    dict: lambda _: "dict[str, Any]",
}


def is_type(part: object) -> bool:
    return get_origin(part) is not None or isinstance(part, type)


def written(kind: Any, models: dict[str, type[Model]]) -> str:
    """Return the type that a caller may give where the model has *kind*."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return f"Literal[{', '.join(map(repr, parts))}]"
    if origin is not None:
        inner = [written(part, models) for part in parts if part in PLAIN or is_type(part)]
        return OF_PARTS[origin](inner)
    if isinstance(kind, type) and issubclass(kind, Model):
        models[kind.__name__] = kind
        return f"{kind.__name__}Dict"
    return PLAIN[kind]


def tables(models: Mapping[str, type[Model]]) -> Iterator[str]:
    """Yield a class for each of *models*, and for those that they need."""
    done: dict[str, list[str]] = {}
    todo = dict(models)
    while todo:
        name, model = todo.popitem()
        needed: dict[str, type[Model]] = {}
        lines = [
            f"class {name}Dict(TypedDict, total=False):",
            f'    """{inspect.cleandoc(model.__doc__ or "")}"""\n',
            *fields(model, hints(model), needed),
        ]
        done[name] = lines
        todo |= {other: kind for other, kind in needed.items() if other not in done}
    for name in sorted(done):
        yield from done[name]


def docstrings(model: type[Model]) -> dict[str, str]:
    """Return the text below each field of *model*, in one line."""
    found: dict[str, str] = {}
    for kind in reversed(model.__mro__):
        if not issubclass(kind, Model):
            continue
        body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]
        assert isinstance(body, ast.ClassDef)
        for field, text in zip(body.body, body.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
                assert isinstance(field.target, ast.Name)
                assert isinstance(text.value, ast.Constant)
                found[field.target.id] = " ".join(str(text.value.value).split())
    return found


if __name__ == "__main__":
    DETAILS.write_text(made(), encoding="utf-8")
