"""`python -m osintdesk` and the installed `osintdesk`: the command line, or one worker process of the program."""

from __future__ import annotations

import sys
from collections.abc import Sequence

WORKER_FLAG = "--limited-worker"  # the same as in osintdesk.media.worker, which is not imported to compare


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line on `argv` (default: the process's own words); its exit code.

    A worker process is the program itself with `WORKER_FLAG` first, so that a bundle without Python can start one.
    It is told apart before anything heavy is imported: many of them start in a row.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == [WORKER_FLAG]:
        from osintdesk.media.worker.child import main as serve

        serve()
        return 0
    from osintdesk.cli import main as command_line

    return command_line(words, open_window=_open_window)


def _open_window(case: str | None) -> int:
    """Run the window until it is closed; Qt is loaded only now, because most commands do without."""
    from osintdesk.ui.application import run

    return run(case)


if __name__ == "__main__":
    sys.exit(main())
