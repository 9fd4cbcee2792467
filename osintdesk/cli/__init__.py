"""The command line: one file per command, parser and body together. `main` is what `osintdesk` runs."""

from osintdesk.cli.program import main

__all__ = ["main"]
