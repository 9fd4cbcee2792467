"""What stops a developer command, told in one sentence."""

from __future__ import annotations


class Problem(Exception):
    """Something on this machine is in the way; `str()` says what it is and what to do."""

    exit_code = 3
