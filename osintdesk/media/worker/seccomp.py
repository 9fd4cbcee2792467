"""A seccomp filter (Linux, x86-64 and ARM64): no sockets, no other programs, no look into other processes.

The filter is classic BPF over `struct seccomp_data`; a refused call gets EPERM, so a library that tries merely fails.
Numbers from the kernel's `unistd_64.h` (x86-64) and `asm-generic/unistd.h` (ARM64).
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from dataclasses import dataclass

_LOAD_WORD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
_ABSENT = 0x00050000 | errno.ENOSYS
_NR, _ARCH, _FIRST_ARGUMENT = 0, 4, 16
_X32_BIT = 0x40000000
_CLONE_THREAD = 0x00010000
_PR_SET_NO_NEW_PRIVS, _SET_MODE_FILTER, _ALL_THREADS = 38, 1, 1


@dataclass(frozen=True, slots=True)
class _Machine:
    audit: int
    seccomp: int
    clone: int
    clone3: int
    refused: tuple[int, ...]


# Sockets; execve, execveat, fork, vfork; ptrace and process memory; keys, modules, mounts, namespaces, BPF, io_uring
# (which would do all of these behind the filter's back), user faults, perf, kill and its kin, links by handle.
_MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        317,
        56,
        435,
        (
            *(41, 42, 43, 44, 46, 49, 50, 53, 288, 299, 307),
            *(59, 322, 57, 58),
            *(101, 310, 311, 312, 438, 62, 129, 200, 297, 424),
            *(248, 249, 250, 175, 176, 313, 165, 166, 155, 161, 272, 308, 321, 323, 298, 304, 303),
            *(425, 426, 427, 428, 429, 430, 431, 432, 433, 135, 134, 169, 167, 246, 320),
        ),
    ),
    "aarch64": _Machine(
        0xC00000B7,
        277,
        220,
        435,
        (
            *(198, 199, 200, 201, 202, 203, 206, 211, 242, 243, 269),
            *(221, 281),
            *(117, 270, 271, 272, 438, 129, 130, 138, 240, 424),
            *(217, 218, 219, 105, 106, 273, 40, 39, 41, 51, 97, 268, 280, 282, 241, 265, 264),
            *(425, 426, 427, 428, 429, 430, 431, 432, 433, 92, 142, 224, 104, 294),
        ),
    ),
}


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def deny_system_calls() -> bool:
    """Install the filter for all threads of this process; whether the kernel took it."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    code = _filter(machine)
    program = _Program(len(code) // 8, code)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    flags = ctypes.c_ulong(_ALL_THREADS)
    return bool(libc.syscall(machine.seccomp, ctypes.c_ulong(_SET_MODE_FILTER), flags, ctypes.byref(program)) == 0)


def _filter(machine: _Machine) -> bytes:
    """Another architecture is killed; refused calls fail; `clone` only for threads; `clone3` is not there at all."""
    lines = [
        (_LOAD_WORD, 0, 0, _ARCH),
        (_JUMP_EQUAL, 1, 0, machine.audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD_WORD, 0, 0, _NR),
        (_JUMP_AT_LEAST, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, _REFUSE),
    ]
    for number in machine.refused:
        lines += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    lines += [(_JUMP_EQUAL, 0, 1, machine.clone3), (_RETURN, 0, 0, _ABSENT)]
    lines += [
        (_JUMP_EQUAL, 0, 3, machine.clone),
        (_LOAD_WORD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_ANY_BIT, 1, 0, _CLONE_THREAD),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("<HBBI", code, yes, no, value) for code, yes, no, value in lines)
