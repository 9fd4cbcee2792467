"""The user's profile: the signing key, and which replica this user is in which copy of which case.

A replica is one person's copy of a case on one machine. The profile remembers how far its chain had come, so that a
copied folder or one restored from an older backup is noticed and becomes a new replica instead of a fork.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from osintdesk.case.entries import Head
from osintdesk.case.log import Log
from osintdesk.case.signing import FileKey, Signer
from osintdesk.core import canonical, files


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of one replica: where its case lay, the end of its chain, and whether it was left open."""

    replica: str
    path: str
    seq: int
    hash: str
    key: str
    open: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """A folder of the user's own; nothing in it is part of any case."""

    folder: Path

    @classmethod
    def default(cls) -> Profile:
        """The user's profile; the environment variable OSINTDESK_PROFILE names another folder."""
        named = os.environ.get("OSINTDESK_PROFILE")
        return cls(Path(named) if named else platformdirs.user_data_path("osintdesk", appauthor=False))

    def key(self) -> FileKey:
        """The signing key, made at first use."""
        return FileKey.in_folder(self.folder)

    def replica(self, case: str, path: Path, log: Log, key: Signer | None) -> Head | None:
        """The end of this user's chain in this copy of the case; None when a new replica must begin."""
        for memory in sorted(self.memories(case), key=lambda m: (m.path != str(path), -m.seq)):
            if self._continues(memory, path, log) and memory.key == (key.public_key if key else ""):
                return log.heads().get(memory.replica, Head(memory.replica))
        return None

    def _continues(self, memory: Memory, path: Path, log: Log) -> bool:
        moved = memory.path != str(path)
        if moved and (memory.open or Path(memory.path).exists()):
            return False
        head = log.heads().get(memory.replica, Head(memory.replica))
        knows = memory.seq == 0 or log.hash_at(memory.replica, memory.seq) == memory.hash
        # Only a session that was cut off may have written more than the profile remembers.
        return knows and (head.seq == memory.seq or memory.open)

    def memories(self, case: str) -> Iterator[Memory]:
        """What is remembered of this case; a damaged note is as if there were none."""
        for path in sorted(self._folder(case).glob("*.json")):
            try:
                yield Memory(**canonical.loads(path.read_bytes()))
            except (OSError, ValueError, TypeError):
                continue

    def remember(self, case: str, path: Path, head: Head, *, key: Signer | None, is_open: bool) -> None:
        """Write down the end of the chain; StorageProblem when the profile cannot be written."""
        public = key.public_key if key else ""
        note = {"replica": head.replica, "path": str(path), "seq": head.seq, "hash": head.hash, "key": public}
        place = self._folder(case)
        try:
            place.mkdir(parents=True, exist_ok=True)
            files.write_durably(place / f"{head.replica}.json", canonical.dumps({**note, "open": is_open}))
        except OSError as error:
            raise files.unwritable(place, error) from error

    def _folder(self, case: str) -> Path:
        return self.folder / "replicas" / str(uuid.UUID(case))
