"""Run the command line, and map what happens to exit codes."""

import os
import sys
import warnings
from collections.abc import Sequence
from typing import Any, TextIO

import click

from lifecycle.cli.exits import CONFLICT, CRASH, INTERRUPTED, OK, USAGE, code_of
from lifecycle.cli.main import cli
from lifecycle.cli.output import say, say_error


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``lifecycle`` with *arguments* (default: those of the process) and exit."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run ``lifecycle`` and return its exit code."""
    # pydantic looks for plugins among all installed distributions, which takes a third of a start.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    given = list(sys.argv[1:] if arguments is None else arguments)
    with warnings.catch_warnings():
        warnings.showwarning = _tell
        return _run(given, as_json=_wants_json(given))


def _run(arguments: list[str], *, as_json: bool) -> int:
    try:
        result = cli.main(args=arguments, prog_name="lifecycle", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        _report_usage(error, as_json=as_json)
        return USAGE
    except SystemExit:  # how click ends when the reader of a pipe has gone
        return OK
    except Exception as error:  # noqa: BLE001  # a crash must never read as a finding
        return _report(error, as_json=as_json)
    return result if isinstance(result, int) else OK


def _wants_json(arguments: Sequence[str]) -> bool:
    """Return whether JSON is asked for, known even when the arguments cannot be read."""
    joined = f" {' '.join(arguments)} "
    wanted = (" --json ", " --nl ", " --format json ", " --format=json ", " --format nl ")
    return any(option in joined for option in (*wanted, " --format=nl "))


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
        error.show(sys.stderr)


def _report(error: Exception, *, as_json: bool) -> int:
    code = code_of(error)
    if code == CRASH:
        import traceback  # noqa: PLC0415  # only when something crashed

        traceback.print_exception(error, file=sys.stderr)
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
    from events.errors import Error  # noqa: PLC0415  # only when something went wrong

    if isinstance(error, Error):
        return error.to_dict()
    message = str(error)
    if isinstance(error, OSError) and error.strerror:
        message = f"{error.filename}: {error.strerror}"
    return {"code": "os_error", "message": message}
