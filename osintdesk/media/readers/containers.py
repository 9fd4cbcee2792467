"""Which own reader reads which format."""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable
from pathlib import Path

from osintdesk.media.readers.audio import read_flac, read_mp3, read_ogg
from osintdesk.media.readers.bmff import read_bmff
from osintdesk.media.readers.documents import read_pdf, read_subrip
from osintdesk.media.readers.findings import Findings, attempt, decoded
from osintdesk.media.readers.gif import read_gif
from osintdesk.media.readers.gpmf import read_timed_tracks
from osintdesk.media.readers.heif import jxl_size
from osintdesk.media.readers.jpeg import read_jpeg
from osintdesk.media.readers.matroska import read_matroska
from osintdesk.media.readers.photoshop import read_psd
from osintdesk.media.readers.png import read_png
from osintdesk.media.readers.raws import read_bmp, read_crw, read_mrw, read_raf, read_x3f
from osintdesk.media.readers.riff import read_riff
from osintdesk.media.readers.tiff import read_tiff
from osintdesk.media.readers.transport import read_transport
from osintdesk.media.readers.window import Data, Window
from osintdesk.media.readers.xmp import read_xmp

ContainerReader = Callable[[Window, Findings], None]


def _boxes(window: Window, findings: Findings) -> None:
    reader = read_bmff(window, findings)
    attempt(findings, "timed metadata", lambda: read_timed_tracks(reader))


def _tiff(window: Window, findings: Findings) -> None:
    read_tiff(window, findings, "")


def _jxl(window: Window, findings: Findings) -> None:
    if window.some(0, 2) != b"\xff\x0a":
        return _boxes(window, findings)
    size = jxl_size(window.some(0, 64))
    for name, value in zip(("ImageWidth", "ImageHeight"), size or (), strict=False):
        findings.add(name, value, "JXL", offset=2)
    return None


def _sidecar(window: Window, findings: Findings) -> None:
    read_xmp(window.all(), findings, "XMP", offset=0)


CONTAINER_READERS: dict[str, ContainerReader] = {
    "jpeg": read_jpeg,
    "png": read_png,
    "gif": read_gif,
    "bmp": read_bmp,
    "psd": read_psd,
    "jxl": _jxl,
    **dict.fromkeys(("webp", "avi", "wav"), read_riff),
    **dict.fromkeys(
        ("tiff", "cr2", "nef", "arw", "srw", "pef", "orf", "rw2", "dng", "3fr", "iiq", "mos", "dcr"), _tiff
    ),
    **dict.fromkeys(("heic", "heif", "avif", "cr3", "jp2", "mp4", "mov", "m4v", "3gp", "m4a"), _boxes),
    **dict.fromkeys(("mkv", "webm"), read_matroska),
    **dict.fromkeys(("mpeg-ts", "m2ts"), read_transport),
    "raf": read_raf,
    "mrw": read_mrw,
    "x3f": read_x3f,
    "crw": read_crw,
    "mp3": read_mp3,
    **dict.fromkeys(("ogg", "opus", "ogv"), read_ogg),
    "flac": read_flac,
    "pdf": read_pdf,
    "srt": read_subrip,
    "xmp": _sidecar,
}


def read_container(path: Path, form: str, findings: Findings) -> None:
    """The own reader of format `form`, on a read-only map of the file."""
    reader = CONTAINER_READERS.get(form)
    if reader is None or not path.stat().st_size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        read_data(data, form, findings)


def read_data(data: Data, form: str, findings: Findings) -> None:
    """As `read_container`, for bytes in memory."""
    window = Window(data)
    attempt(findings, f"{form} structure", lambda: CONTAINER_READERS[form](window, findings))
    if form in _CODED:
        attempt(findings, "encoder's mark", lambda: read_encoder_mark(window, findings))


_CODED = frozenset({"mp4", "mov", "m4v", "3gp", "mkv", "webm", "avi", "mpeg-ts", "m2ts", "flv"})
_ENCODER = re.compile(rb"(x264 - core \d+[ -~]{0,700}|x265 \(build \d+[ -~]{0,300}|Lav[cf]\d+\.\d+\.\d+[ -~]{0,30})")
_LOOKED_AT = 4 << 20


def read_encoder_mark(window: Window, findings: Findings) -> None:
    """What encoders write into the first frames as user data (H.264 and HEVC SEI, MPEG-4 user data)."""
    seen: set[bytes] = set()
    for found in _ENCODER.finditer(window.some(0, _LOOKED_AT)):
        if found[1] not in seen and len(seen) < 4:
            seen.add(found[1])
            findings.add("EncoderSettings", decoded(found[1]), "SEI", offset=found.start())
