"""Who vouches for the end of a chain: Ed25519 signatures over heads."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from osintdesk.case.entries import Head
from osintdesk.core import canonical, files
from osintdesk.core.errors import KnownError

_HEAD = b"oscase/head/v1\x00"


class Signer(Protocol):
    """A private key that can be used but not read."""

    @property
    def public_key(self) -> str:
        """The raw 32 bytes in hex."""
        ...

    def sign(self, data: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class FileKey:
    """An Ed25519 key in a file that only its owner can read."""

    path: Path
    public_key: str

    @classmethod
    def in_folder(cls, folder: Path) -> FileKey:
        """The key in `folder`, made when there is none."""
        path = folder / "key.ed25519"
        try:
            if not path.exists():
                folder.mkdir(parents=True, exist_ok=True)
                _make(path)
            return cls(path, _public(path.read_bytes()))
        except OSError as error:
            raise files.unwritable(path, error) from error
        except ValueError as error:
            raise KnownError(f"The key in “{path}” is damaged. Restore it from a backup or move it away.") from error

    def sign(self, data: bytes) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.path.read_bytes()).sign(data)


def _make(path: Path) -> None:
    files.write_durably(path, os.urandom(32), mode=0o600)


def _public(private: bytes) -> str:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


def fingerprint(public_key: str) -> str:
    """SHA-256 of the raw public key in hex: the id of the person."""
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()


def signed_part(case: str, head: Head) -> bytes:
    """The bytes that a signature of a head covers."""
    return _HEAD + canonical.dumps({"case": case, "r": head.replica, "s": head.seq, "h": head.hash})


def verifies(public_key: str, signature: str, data: bytes) -> bool:
    """Whether `signature` (hex) over `data` was made with the private half of `public_key` (hex)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True
