"""Errors that a user can meet: each has a sentence, and a code for the command line.

OsintDeskError
├── UsageError            2   the request itself is wrong
└── KnownError            3   something outside the program is in the way; the message says what to do
    ├── CaseError             the case folder: missing, in use, newer than the program, damaged
    │   ├── CaseInUse
    │   ├── CaseTooNew
    │   └── CaseDamaged
    ├── FileProblem           one file: cannot be read, changed while it was read, vanished
    ├── StorageProblem        the disk: full, read-only, no rights
    └── ReportProblem         the report could not be set
Cancelled                     the user stopped it; not an error

Everything that is not a KnownError or UsageError is a bug and is shown as one (exit code 70).
"""

from __future__ import annotations


class OsintDeskError(Exception):
    """Base of everything the program raises on purpose; `str()` is a whole sentence for the user."""

    exit_code = 3


class UsageError(OsintDeskError):
    """The request cannot be carried out as it was put (unknown exhibit, bad coordinate, wrong option)."""

    exit_code = 2


class KnownError(OsintDeskError):
    """Something outside the program is in the way; the sentence names it and says what to do."""


class CaseError(KnownError):
    """The case folder cannot be opened or used."""


class CaseInUse(CaseError):
    """Another process holds the case."""


class CaseTooNew(CaseError):
    """The case was written by a newer program."""


class CaseDamaged(CaseError):
    """The case file does not hold what its log says."""


class FileProblem(KnownError):
    """One file could not be taken in or read; the rest goes on."""


class StorageProblem(KnownError):
    """The disk refused: full, read-only, or without rights."""


class ReportProblem(KnownError):
    """The report could not be set."""


class Cancelled(Exception):
    """The user stopped the work; raised by `Progress.step` and caught where the work was started."""
