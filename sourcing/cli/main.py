"""The command `sourcing`: finds the subcommand, and turns what went wrong into an exit code."""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

import sourcing
from sourcing.cli.exits import FAULT, FINE, INTERRUPTED, WRONG_INPUT

COMMANDS = (
    "check",
    "decide",
    "explain",
    "export",
    "impact",
    "quote",
    "schema",
    "serve",
    "test",
    "verify",
)
APOLOGY = """\
Sorry: this is a fault of sourcing, not of your input ({error}).
Please report it with the command you typed; SOURCING_DEBUG=1 before the command shows the details."""


class _OnDemand(click.Group):
    """A group whose commands are imported only when they are named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"sourcing.cli.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101 - a fault of ours, told to mypy
        return command


@click.group(cls=_OnDemand, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(sourcing.__version__, prog_name="sourcing")
def cli() -> None:
    """Recommend how to buy human work for AI: channel, reasons, cost and conflicts.

    \b
    Example:
      sourcing serve                 answer the questions in a browser
      sourcing decide brief.yaml     decide a brief on the command line
    """


def main() -> NoReturn:
    """Run the command line and exit; see `run` for the codes."""
    # A command lives for half a second and makes many objects that stay: searching them for
    # garbage, while it runs and once more at its end, would cost a fifth of that.
    gc.disable()
    code = run()
    gc.freeze()
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 fine, 1 a finding, 2 wrong usage or input, 3 our fault."""
    _settle_the_encoding()
    try:
        result = cli.main(args=arguments, prog_name="sourcing", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return WRONG_INPUT
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last line of defence
        return _apologise(error)
    return result if isinstance(result, int) else FINE


def _apologise(error: Exception) -> int:
    if os.environ.get("SOURCING_DEBUG") == "1":
        import traceback  # noqa: PLC0415 - needed by nobody but us

        traceback.print_exception(error)
    words = " ".join(f"{type(error).__name__}: {error}".split())
    click.echo(APOLOGY.format(error=words[:200]), err=True)
    return FAULT


def _settle_the_encoding() -> None:
    """Write files and pipes as UTF-8; let a terminal that lacks a character show a substitute."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
