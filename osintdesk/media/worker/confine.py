"""Giving up rights: a process that has just been taken over by a hostile file finds nothing it could do.

Every measure is tried; what the system does not offer is left out and said so in the answer (`sealed`). Resource
limits hold on POSIX, Landlock and seccomp on Linux; time and memory are watched from outside on every system.
"""

from __future__ import annotations

import sys
from contextlib import suppress

_CPU_SECONDS = 4 * 3600


def confine(*, memory: int, address_space: int, tasks: int, readable: list[str] | None) -> list[str]:
    """Apply every measure that this system offers; the names of those that hold."""
    held = ["limits"] if _resource_limits(address_space) else []
    if sys.platform == "linux":
        from osintdesk.media.worker.landlock import deny_files_and_network
        from osintdesk.media.worker.seccomp import deny_system_calls

        held += ["landlock"] if deny_files_and_network(readable) else []
        held += ["seccomp"] if deny_system_calls() else []
    return held


def _resource_limits(address_space: int) -> bool:
    """Address space, processor time, no core dump, and not one byte written to any file."""
    if sys.platform == "win32":
        return False
    import resource

    wanted = {
        resource.RLIMIT_AS: address_space,
        resource.RLIMIT_CPU: _CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        with suppress(ValueError, OSError):
            hard = resource.getrlimit(kind)[1]
            value = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (value, value))
    return True
