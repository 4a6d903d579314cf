"""The command that prints the completion script for a shell: completion."""

from __future__ import annotations

import click

from lifecycle.cli.output import write


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def _completion(shell: str) -> None:
    """Print the completion script for a shell.

    \b
    Example:
      eval "$(lifecycle completion bash)"
    """
    from click.shell_completion import get_completion_class

    from lifecycle.cli.main import cli

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"no completion for {shell}")
    write(found(cli, {}, "lifecycle", "_LIFECYCLE_COMPLETE").source() + "\n")


COMMANDS = (_completion,)
