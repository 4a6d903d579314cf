"""Run the command line, and map what happens to exit codes."""

import os
import sys
import warnings
from collections.abc import Sequence
from io import StringIO
from itertools import takewhile
from typing import Any, TextIO

import click

from lifecycle.cli.exits import CONFLICT, CRASH, INTERRUPTED, OK, USAGE, code_of
from lifecycle.cli.main import cli
from lifecycle.cli.output import clean, say, say_error
from lifecycle.cli.streams import check_stdout, discard_unwritten, print_words, reserve_descriptors


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``lifecycle`` with *arguments* (default: those of the process) and exit."""
    reserve_descriptors()
    code = run(arguments)
    discard_unwritten()
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run ``lifecycle`` and return its exit code."""
    # pydantic looks for plugins among all installed distributions, which takes a third of a start.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    given = list(sys.argv[1:] if arguments is None else arguments)
    with warnings.catch_warnings():
        warnings.showwarning = _tell
        return _run(given)


def _run(arguments: list[str]) -> int:
    try:
        check_stdout()
        result = cli.main(args=arguments, prog_name="lifecycle", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        _report_usage(error, as_json=_wants_json(arguments))
        return USAGE
    except SystemExit:  # how click ends when the reader of a pipe has gone
        return OK
    except Exception as error:  # noqa: BLE001  # a crash must never read as a finding
        return _report(error, as_json=_wants_json(arguments))
    return result if isinstance(result, int) else OK


def _wants_json(arguments: Sequence[str]) -> bool:
    """Return whether JSON is asked for, known even when the arguments cannot be read.

    Looks at options only: not at their values, not at arguments, and not behind ``--``.
    """
    command: click.Command = cli
    tokens = iter(arguments)
    for token in takewhile("--".__ne__, tokens):
        if not token.startswith("-"):
            command = _below(command, token)
            continue
        name, equals, value = token.partition("=")
        if not equals and _takes_value(command, name):
            value = next(tokens, "")
        if name in ("--json", "--nl") or (name == "--format" and value in ("json", "nl")):
            return True
    return False


def _below(command: click.Command, name: str) -> click.Command:
    """Return the command *name* of a group; of what is no group, or has none so, *command*."""
    if not isinstance(command, click.Group):
        return command
    return command.get_command(click.Context(command), name) or command


def _takes_value(command: click.Command, name: str) -> bool:
    options = (p for p in command.params if isinstance(p, click.Option) and name in p.opts)
    return any(not (option.is_flag or option.count) for option in options)


def _tell(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Show a warning of the library as words for people, without its place in the code."""
    del category, filename, lineno, file, line
    say(f"warning: {message}")


def _report_usage(error: click.ClickException, *, as_json: bool) -> None:
    if as_json:
        say_error({"code": "usage", "message": error.format_message()}, as_json=True)
    else:
        words = StringIO()
        error.show(words)
        print_words("\n".join(map(clean, words.getvalue().splitlines())))


def _report(error: Exception, *, as_json: bool) -> int:
    code = code_of(error)
    if code == CRASH:
        import traceback

        print_words("".join(traceback.format_exception(error)))
        text = "this is a fault of the program; please report it with the lines above"
        say_error({"code": "crash", "message": text}, as_json=as_json)
        return CRASH
    value = _value(error)
    if code == CONFLICT and not as_json:
        value["message"] += "; read again and repeat the command"
    say_error(value, as_json=as_json)
    return code


def _value(error: Exception) -> dict[str, Any]:
    """Return *error*, which is no crash, as the JSON object that programs get."""
    from events.errors import Error

    if isinstance(error, Error):
        return error.to_dict()
    message = str(error)
    if isinstance(error, OSError) and error.strerror:
        message = ": ".join(filter(None, (_file_name(error), error.strerror)))
    return {"code": "os_error", "message": message}


def _file_name(error: OSError) -> str | None:
    return None if error.filename is None else os.fsdecode(error.filename)
