"""Content Credentials (C2PA) as four separate facts: present, intact, signer trusted (by which list), what it asserts.

The library would by default fetch a manifest from the address that a picture names, and so tell whoever made the
picture who looks at it: fetching is off here, no host is allowed, and a test listens.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from osintdesk.core.resources import resource_path
from osintdesk.media.kinds import Sniffed
from osintdesk.media.readers.findings import Findings

READER = "c2pa"
CREDENTIAL_FORMATS = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "heic": "image/heic",
    "heif": "image/heif",
    "tiff": "image/tiff",
    "dng": "image/x-adobe-dng",
    "gif": "image/gif",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "m4v": "video/mp4",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "avi": "video/avi",
    "mp3": "audio/mpeg",
    "pdf": "application/pdf",
    "jxl": "image/jxl",
}
_TRUST = {"signingCredential.untrusted", "signingCredential.expired"}
_MANY = 40


@cache
def trust_list() -> tuple[str, str]:
    """PEM of the trust anchors that are installed beside the program, and the list's own first line; empty without."""
    path = resource_path("metadata", "c2pa-trust.pem")
    if not path.is_file():
        return "", ""
    text = path.read_text(encoding="utf-8")
    return text, text.splitlines()[0].lstrip("# ").strip()


@cache
def _context() -> Any:
    from c2pa import Context, Settings

    anchors, _name = trust_list()
    settings: dict[str, Any] = {
        "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": bool(anchors)},
        "core": {"allowed_network_hosts": []},
    }
    if anchors:
        settings["trust"] = {"user_anchors": anchors}
    return Context(Settings.from_dict(settings))


def read_content_credentials(path: Path, kind: Sniffed, findings: Findings) -> None:
    """Nothing for a file without a manifest store; never opens a connection."""
    from c2pa import C2paError, Reader

    try:
        with path.open("rb") as file, Reader(CREDENTIAL_FORMATS[kind.format], file, context=_context()) as reader:
            store = json.loads(reader.json())
    except C2paError as error:
        if "ManifestNotFound" not in type(error).__name__ and "ManifestNotFound" not in str(error):
            _add(findings, "Problem", str(error)[:300])
        return
    _state(store, findings)
    active = store.get("manifests", {}).get(store.get("active_manifest", ""), {})
    if active:
        _manifest(active, findings)


def _add(findings: Findings, name: str, value: object) -> None:
    findings.add(name, value, "C2PA", reader=READER)


def _state(store: dict[str, Any], findings: Findings) -> None:
    """Intact and trusted are told apart: a whole signature by an unknown signer is intact and not trusted."""
    codes = sorted({str(item.get("code")) for item in _failures(store)})
    broken = [code for code in codes if code not in _TRUST]
    _add(findings, "Intact", "yes" if not broken else "no: " + ", ".join(broken[:12]))
    name = trust_list()[1]
    if not name:
        _add(findings, "SignerTrusted", "not checked: no trust list is installed")
    else:
        trusted = store.get("validation_state") == "Trusted"
        _add(findings, "SignerTrusted", f"{'yes' if trusted else 'no'}, by {name}")
    for code in codes[:_MANY]:
        _add(findings, "ValidationFailure", code)


def _failures(store: dict[str, Any]) -> Iterator[dict[str, Any]]:
    results = store.get("validation_results") or {}
    yield from (results.get("activeManifest") or {}).get("failure") or []
    if not results:
        yield from store.get("validation_status") or []


def _manifest(manifest: dict[str, Any], findings: Findings) -> None:
    """Who signed when, what made the claim, and what it asserts."""
    signature = manifest.get("signature_info") or {}
    for name, key in (("Signer", "issuer"), ("SignerName", "common_name"), ("SignedAt", "time"), ("Algorithm", "alg")):
        if signature.get(key):
            _add(findings, name, signature[key])
    generators = manifest.get("claim_generator_info") or []
    named = ", ".join(
        f"{item.get('name', '')} {item.get('version', '')}".strip() for item in generators if isinstance(item, dict)
    )
    _add(findings, "ClaimGenerator", named or manifest.get("claim_generator", ""))
    for item in (manifest.get("ingredients") or [])[:_MANY]:
        _add(findings, "Ingredient", f"{item.get('relationship', '')}: {item.get('title', '')}")
    for assertion in (manifest.get("assertions") or [])[:_MANY]:
        _assertion(assertion, findings)


def _assertion(assertion: dict[str, Any], findings: Findings) -> None:
    label, data = str(assertion.get("label", "")), assertion.get("data")
    _add(findings, "Asserts", label)
    if label.startswith("c2pa.actions") and isinstance(data, dict):
        for action in (data.get("actions") or [])[:_MANY]:
            _action(action, findings)


def _action(action: dict[str, Any], findings: Findings) -> None:
    agent = action.get("softwareAgent")
    name = agent.get("name", "") if isinstance(agent, dict) else agent or ""
    _add(findings, "Action", ", ".join(str(part) for part in (action.get("action"), name, action.get("when")) if part))
    source = action.get("digitalSourceType")
    if source:
        _add(findings, "DigitalSourceType", source)
