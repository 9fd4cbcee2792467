"""The report: built from the records, set in a limited process of its own, and recorded in the custody log."""

from __future__ import annotations

import os
from concurrent.futures import Future
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from osintdesk import __version__
from osintdesk.app.session import Session
from osintdesk.app.workers import frame_of, preview_of
from osintdesk.case.case_file import CaseFile
from osintdesk.core.errors import ReportProblem
from osintdesk.core.i18n import _
from osintdesk.core.progress import NO_PROGRESS, Progress
from osintdesk.media.pictures import THUMBNAIL_SIDE
from osintdesk.media.worker import Limits, Message, Pool, Task, WorkerFailed
from osintdesk.report.build import build
from osintdesk.report.options import Options
from osintdesk.report.state import CaseState, Frame, LogRow
from osintdesk.report.typeset import Typeset, compile_folder, typeset

TYPESETTING = Task("osintdesk.app.reporting:compile_task", 600.0)
MEMORY = 3 << 30
# What stands in the report's list of software: distribution name and licence.
SOFTWARE = {
    "exifread": "BSD-3-Clause",
    "pillow": "MIT-CMU",
    "av": "BSD-3-Clause, with FFmpeg (GPL)",
    "imagehash": "BSD-2-Clause",
    "opencv-python-headless": "Apache-2.0",
    "typst": "Apache-2.0",
}


class CasePictures:
    """Pictures and frames for the report: from the case's cache, or made from the original and kept there."""

    def __init__(self, session: Session) -> None:
        self._session, self._cache = session, session.cache

    def picture(self, sha: str, long_side: int) -> bytes | None:
        """The picture at about the asked size: the thumbnail, or for print a preview made from the original."""
        thumbnail = self._cache.thumbnail(sha)
        if thumbnail is None or long_side <= THUMBNAIL_SIDE:
            return thumbnail
        key = f"print:{long_side}:{sha}"
        kept = self._cache.preview(key)
        if kept is None:
            originals = self._session.originals
            kept = preview_of(originals.path(sha), long_side, readable=originals.folder) or thumbnail
            self._cache.put_preview(key, kept)
        return kept

    def strip(self, sha: str) -> list[Frame]:
        return [(float(shot.seconds), shot.index, shot.data) for shot in self._cache.strip(sha)]

    def frame(self, sha: str, index: int, long_side: int) -> Frame | None:
        """The exact frame of a video, None when it cannot be decoded."""
        originals = self._session.originals
        return frame_of(originals.path(sha), index, long_side, readable=originals.folder)


def make_report(session: Session, out: Path, options: Options, progress: Progress = NO_PROGRESS) -> Future[Typeset]:
    """Set the report to `out`; the same state of the case and the same options give the same bytes.

    The report shows the head of the log as it stood before; that it was made is recorded after.
    """

    def work() -> Typeset:
        state, rows = session.submit(_state).result()
        progress.step(0, 2, _("Writing the report"))
        document = build(session.records, rows, CasePictures(session), options, state=state)
        progress.step(1, 2, _("Setting the pages"))
        made = typeset(document, out, progress=progress, compile_with=compile_limited)
        _record(session, out, options, state, made)
        progress.step(2, 2)
        return made

    return session.background.submit(work)


def _record(session: Session, out: Path, options: Options, state: CaseState, made: Typeset) -> None:
    if session.read_only:
        return
    facts = {"sha256": made.sha256, "pages": made.pages, "head": state.head, "template": options.template}
    label = _("Make report {name}").format(name=out.name)
    session.change(lambda case: case.note(label, "report", facts)).result()


def _state(case: CaseFile) -> tuple[CaseState, list[LogRow]]:
    """The report stands for the last entry of the log, whoever wrote it: a reader may have written none."""
    entries = case.log()
    rows = [LogRow(e.number, e.at, e.by, e.label, e.ref, e.hash) for e in entries]
    last = entries[-1]
    return CaseState(case.case_id, last.replica, last.seq, last.hash, last.at, _software()), rows


def _software() -> dict[str, str]:
    return {"OSINT Desk": f"{__version__}, GPL-3.0-or-later"} | {
        name: f"{_version(name)}, {licence}" for name, licence in SOFTWARE.items()
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return _("not known")


def compile_limited(folder: Path, made_at: str) -> tuple[bytes, tuple[str, ...]]:
    """`compile_folder` in a process that can read that folder and the program's own files, and nothing else."""
    limits = Limits(memory=MEMORY, address_space=4 * MEMORY, readable=(os.fspath(folder),))
    with Pool(1, {"typeset": TYPESETTING}, limits=limits) as pool:
        try:
            answer = pool.run("typeset", {"folder": os.fspath(folder), "made_at": made_at})
        except WorkerFailed as failed:
            raise ReportProblem(str(failed)) from failed
    warnings = answer.body.get("warnings", [])
    return answer.blobs[0], tuple(str(w) for w in warnings)


def compile_task(args: dict[str, str], _blobs: tuple[bytes, ...]) -> Message:
    """In the worker: the laid-out folder as a PDF."""
    pdf, warnings = compile_folder(Path(args["folder"]), args["made_at"])
    return Message({"warnings": list(warnings)}, (pdf,))
