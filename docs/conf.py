"""How Sphinx makes a site of these pages and the API reference: ``make site``.

The folder of the sources is the root of the project, so that links out of ``docs`` lead on.
"""

from collections.abc import Iterator
from typing import get_type_hints

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx
from sphinx.ext.napoleon import Config, GoogleDocstring

# Loaded before autodoc reads a class: it adds annotations that only type checkers can resolve.
import lifecycle.exchange.spreadsheet.reading  # noqa: F401
from lifecycle.facts.models.base import Model

CONTENTS = """
```{toctree}
:hidden:
:caption: Use
embedding
cli
dossiers
spreadsheets
dates
definitions
atlas
```
```{toctree}
:hidden:
:caption: Understand
glossary
things
assessment
anomalies
what-can-and-cannot-be-proved
log-format
errors
json
logging
life-of-a-fact
design/index
```
```{toctree}
:hidden:
:caption: Reference
api/index
../README
../CONTRIBUTING
../CHANGELOG
```
"""
"""What the side bar lists. Not in ``index.md``, where a reader of the source would see it."""
FOLDER_CONTENTS = """
```{toctree}
:hidden:
:glob:
*
```
"""
_ADDED = {
    "docs/index": CONTENTS,
    "docs/api/index": FOLDER_CONTENTS,
    "docs/design/index": FOLDER_CONTENTS,
}

project = "bilateral-lifecycle"
author = "The bilateral-lifecycle developers"
language = "en"
root_doc = "docs/index"
include_patterns = ["*.md", "docs/**"]
extensions = ["myst_parser", "sphinx.ext.autodoc"]
default_role = "code"
# Attributes of our values are called `type`, as the builtin is.
suppress_warnings = ["ref.python"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_default_options = {
    "members": True,
    "exclude-members": "model_config, EdtfText, JsonText, Word",
}
autodoc_typehints = "signature"
html_title = project
html_theme = "furo"
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False


def _add_contents(_: Sphinx, page: str, source: list[str]) -> None:
    source[0] += _ADDED.get(page, "")


def _read_sections(_: Sphinx, kind: str, *described: object) -> None:
    """Read sections such as ``Raises:``, which the docstring of an attribute never has.

    The extension that does this would take the words before a colon there for a type.
    """
    lines = described[-1]
    assert isinstance(lines, list)  # noqa: S101  # Sphinx passes the lines, to be changed in place
    if kind not in {"attribute", "data", "property"}:
        lines[:] = GoogleDocstring(lines, Config(), what=kind).lines()
    elif lines and lines[0].startswith("Alias for field number"):  # Python's own placeholder
        lines.clear()


def _models(model: type[Model]) -> Iterator[type[Model]]:
    yield model
    for derived in model.__subclasses__():
        yield from _models(derived)


def _drop_constraints() -> None:
    """Show a field of a model by its plain type; the lengths and patterns would hide it."""
    for model in _models(Model):
        hints = get_type_hints(model)
        model.__annotations__ = {name: hints[name] for name in model.__annotations__}


def setup(app: Sphinx) -> None:
    """Connect what the options above cannot say."""
    app.connect("source-read", _add_contents)
    app.connect("autodoc-process-docstring", _read_sections)
    _drop_constraints()
    app.add_lexer("csv", TextLexer)
