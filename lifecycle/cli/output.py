"""Data on stdout, words on stderr; tables for people, JSON, lines or CSV for programs."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click

from lifecycle.cli.streams import print_words

Row = Mapping[str, Any]


def show_rows(rows: Iterable[Row], columns: Sequence[str], style: str | None) -> None:
    """Print *rows* in *style*: by default a table on a terminal, tab-separated text in a pipe."""
    style = style or ("table" if sys.stdout.isatty() else "tsv")
    if style == "json":
        write(_json(list(rows), indent=2) + "\n")
    elif style == "nl":
        for row in rows:
            write(_json(row) + "\n")
    elif style == "csv":
        _csv(rows, columns)
    elif style == "tsv":
        for row in rows:
            write("\t".join(cell(row.get(column)) for column in columns) + "\n")
    else:
        _table(list(rows), columns)


def show_value(
    value: Callable[[], Mapping[str, Any]], lines: Iterable[str], style: str | None
) -> None:
    """Print one thing: its *value* as JSON if a machine format is asked for, else *lines*.

    Only what is printed is worked out; of lines that cannot all be, none is printed.
    """
    if style in ("json", "nl"):
        write(_json(value(), indent=2 if style == "json" else None) + "\n")
    elif style == "csv":
        row = value()
        _csv([row], list(row))
    else:
        write("".join([clean(line) + "\n" for line in lines]))


def write(text: str) -> None:
    """Write *text* to stdout as UTF-8, whatever the locale."""
    write_bytes([text.encode("utf-8", "replace")])


def write_bytes(chunks: Iterable[bytes]) -> None:
    """Write *chunks* to stdout."""
    for chunk in chunks:
        with _naming_stdout():
            sys.stdout.buffer.write(chunk)
    with _naming_stdout():
        sys.stdout.flush()


@contextmanager
def _naming_stdout() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        error.filename = "stdout"
        raise


def say(text: str) -> None:
    """Tell people something on stderr, unless they asked for quiet."""
    context = click.get_current_context(silent=True)
    if context is None or not context.find_root().params.get("quiet"):
        print_words(clean(text))


def say_error(error: Mapping[str, Any], *, as_json: bool) -> None:
    """Report *error* on stderr: its message, or the JSON object where JSON was asked for."""
    if as_json:
        print_words(_json(error))
        return
    colour = _wants_colour()
    word = "\x1b[31merror\x1b[0m" if colour else "error"
    print_words(f"{word}: {clean(error['message'])}", color=colour)


def _json(value: object, indent: int | None = None) -> str:
    from lifecycle.render.text_safety import json_text

    return json_text(value, indent=indent)


def clean(text: str) -> str:
    """Return *text* with hidden characters made visible, so that no data commands a terminal."""
    from lifecycle.render.text_safety import visible

    return visible(text)


def counted(count: int, what: str) -> str:
    """Return *count* with its noun: ``1 finding``, ``2 findings``."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def cell(value: object) -> str:
    """Return *value* as the text of one table cell."""
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return clean(json.dumps(value, ensure_ascii=False))
    return clean(str(value))


def _csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    from lifecycle.exchange.spreadsheet.table import csv_text

    body = ([cell(row.get(column)) for column in columns] for row in rows)
    write(csv_text([columns, *body]))


def _table(rows: Sequence[Row], columns: Sequence[str]) -> None:
    cells = [[cell(row.get(column)) for column in columns] for row in rows]
    widths = [
        min(60, max([len(column), *(len(line[i]) for line in cells)]))
        for i, column in enumerate(columns)
    ]
    heads = [column.replace("_", " ") for column in columns]
    write("  ".join(h.ljust(w) for h, w in zip(heads, widths, strict=True)).rstrip() + "\n")
    for line in cells:
        write("  ".join(t.ljust(w) for t, w in zip(line, widths, strict=True)).rstrip() + "\n")


def _wants_colour() -> bool:
    """Return whether colour on stderr is wanted and can be shown."""
    if os.environ.get("FORCE_COLOR"):
        return True
    refused = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stderr.isatty() and not refused
