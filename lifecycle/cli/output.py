"""Data on stdout, words on stderr; tables for people, JSON, lines or CSV for programs."""

import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

Row = Mapping[str, Any]

FORMATS = ("table", "json", "nl", "csv", "tsv")


def show_rows(rows: Iterable[Row], columns: Sequence[str], style: str | None) -> None:
    """Print *rows* in *style*: by default a table on a terminal, tab-separated text in a pipe."""
    style = style or ("table" if sys.stdout.isatty() else "tsv")
    if style == "json":
        write(json.dumps(list(rows), ensure_ascii=False, indent=2) + "\n")
    elif style == "nl":
        for row in rows:
            write(json.dumps(row, ensure_ascii=False) + "\n")
    elif style == "csv":
        _csv(rows, columns)
    elif style == "tsv":
        for row in rows:
            write("\t".join(cell(row.get(column)) for column in columns) + "\n")
    else:
        _table(list(rows), columns)


def show_value(value: Mapping[str, Any], lines: Iterable[str], style: str | None) -> None:
    """Print one thing: *value* as JSON if a machine format is asked for, else *lines*."""
    if style in ("json", "nl"):
        indent = 2 if style == "json" else None
        write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")
    elif style == "csv":
        _csv([value], list(value))
    else:
        for line in lines:
            write(clean(line) + "\n")


def write(text: str) -> None:
    """Write *text* to stdout as UTF-8, whatever the locale."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.flush()


def say(text: str) -> None:
    """Tell people something on stderr, unless they asked for quiet."""
    context = click.get_current_context(silent=True)
    if context is None or not context.find_root().params.get("quiet"):
        click.echo(clean(text), err=True)


def say_error(code: str, message: str, *, as_json: bool) -> None:
    """Report an error on stderr: words, or one JSON object where JSON was asked for."""
    if as_json:
        click.echo(json.dumps({"code": code, "message": message}, ensure_ascii=False), err=True)
        return
    click.echo(f"{_red('error')}: {clean(message)}", err=True)


def clean(text: str) -> str:
    """Return *text* with control characters made visible, so that no data commands a terminal."""
    return "".join(
        c if c >= " " and not "\x7f" <= c <= "\x9f" and c not in _BIDI else f"\\x{ord(c):02x}"
        for c in text
    )


_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


def cell(value: object) -> str:
    """Return *value* as the text of one table cell."""
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return clean(json.dumps(value, ensure_ascii=False))
    return clean(str(value))


def _csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_no_formula(cell(row.get(column))) for column in columns])
    write(buffer.getvalue())


def _no_formula(text: str) -> str:
    """Return *text* so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20") else text


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


def _red(text: str) -> str:
    """Return *text* in red where colour is wanted and can be shown."""
    wanted = os.environ.get("FORCE_COLOR") or (
        sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
    return f"\x1b[31m{text}\x1b[0m" if wanted else text
