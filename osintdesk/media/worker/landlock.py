"""Landlock by plain system calls (Linux 5.13 and later): nothing can be written, run or, if asked, read elsewhere.

Constants and structures from the kernel's `include/uapi/linux/landlock.h`.
"""

from __future__ import annotations

import ctypes
import os
import sys
import sysconfig
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1
_PR_SET_NO_NEW_PRIVS = 38
_READ = (1 << 2) | (1 << 3)  # READ_FILE, READ_DIR
# Bits of handled rights that each version of the interface knows.
_FILE_BITS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NETWORK_FROM, _SCOPES_FROM = 4, 6


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def deny_files_and_network(readable: list[str] | None) -> bool:
    """Only reading is left, below `readable` and the program's own folders (everywhere when None); no TCP.

    Returns whether the kernel took it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG))
    if version < 1:
        return False
    rules = _rules(version)
    size = 24 if version >= _SCOPES_FROM else 16 if version >= _NETWORK_FROM else 8
    handle = libc.syscall(_CREATE_RULESET, ctypes.byref(rules), ctypes.c_size_t(size), ctypes.c_uint32(0))
    if handle < 0:
        return False
    try:
        for folder in ["/"] if readable is None else [*own_folders(), *readable]:
            _allow_reading(libc, handle, folder)
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            return False
        return bool(libc.syscall(_RESTRICT_SELF, handle, ctypes.c_uint32(0)) == 0)
    finally:
        os.close(handle)


def _rules(version: int) -> _Ruleset:
    files = (1 << _FILE_BITS.get(version, _FILE_BITS[5])) - 1
    network = 0b11 if version >= _NETWORK_FROM else 0
    scoped = 0b11 if version >= _SCOPES_FROM else 0
    return _Ruleset(files, network, scoped)


def _allow_reading(libc: ctypes.CDLL, ruleset: int, folder: str) -> None:
    try:
        handle = os.open(folder, os.O_PATH | os.O_CLOEXEC)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return
    try:
        allowed = _READ if Path(folder).is_dir() else _READ & ~(1 << 3)
        rule = _PathBeneath(allowed, handle)
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), ctypes.c_uint32(0))
    finally:
        os.close(handle)


def own_folders() -> list[str]:
    """What Python and the libraries read by themselves while they run."""
    package = Path(__file__).resolve().parents[3]
    paths = set(sysconfig.get_paths().values()) | {sys.prefix, sys.base_prefix, sys.exec_prefix, str(package)}
    bundled = [sys.executable] if getattr(sys, "frozen", False) else []  # modules are read out of the program itself
    return [
        *bundled,
        *sorted(paths),
        *(entry for entry in sys.path if entry),
        "/usr",
        "/lib",
        "/lib64",
        "/etc",
        "/proc",
        "/sys",
        "/dev",
    ]
