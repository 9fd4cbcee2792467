"""The report: built from the records, set in a process of its own, and recorded in the custody log."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from osintdesk import __version__
from osintdesk.app.session import Session
from osintdesk.app.workers import preview_of
from osintdesk.case.case_file import CaseFile
from osintdesk.core.i18n import _
from osintdesk.core.progress import NO_PROGRESS, Progress
from osintdesk.media.pictures import THUMBNAIL_SIDE
from osintdesk.report.build import build
from osintdesk.report.options import Options
from osintdesk.report.state import CaseState, LogRow
from osintdesk.report.typeset import Typeset, typeset


class _CasePictures:
    """Pictures for the report, out of the case's cache."""

    def __init__(self, session: Session) -> None:
        self._session, self._cache = session, session.cache

    def picture(self, sha256: str, long_side: int) -> bytes | None:
        """The picture at about the asked size: the thumbnail, or for print a preview made from the original."""
        thumbnail = self._cache.thumbnail(sha256)
        if thumbnail is None or long_side <= THUMBNAIL_SIDE:
            return thumbnail
        key = f"print:{long_side}:{sha256}"
        kept = self._cache.preview(key)
        if kept is None:
            originals = self._session.originals
            kept = preview_of(originals.path(sha256), long_side, readable=originals.folder) or thumbnail
            self._cache.put_preview(key, kept)
        return kept

    def strip(self, sha256: str) -> list[tuple[str, int, bytes]]:
        return [(shot.seconds, shot.index, shot.data) for shot in self._cache.strip(sha256)]


def make_report(session: Session, out: Path, options: Options, progress: Progress = NO_PROGRESS) -> Future[Typeset]:
    """Set the report to `out`; the same state of the case and the same options give the same bytes.

    The report shows the head of the log as it stood before; that it was made is recorded after.
    """
    state, rows = session.submit(lambda case: _state(case)).result()
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="report")

    def work() -> Typeset:
        progress.step(0, 2, _("Writing the report"))
        document = build(session.records, rows, _CasePictures(session), options, state=state)
        progress.step(1, 2, _("Setting the pages"))
        made = typeset(document, out, progress=progress)
        if not session.read_only:
            facts = {"sha256": made.sha256, "pages": made.pages, "head": state.head_hash, "template": options.template}
            session.submit(
                lambda case: case.note(_("Make report {name}").format(name=out.name), "report", facts)
            ).result()
        progress.step(2, 2)
        return made

    future = thread.submit(work)
    thread.shutdown(wait=False)
    return future


def _state(case: CaseFile) -> tuple[CaseState, list[LogRow]]:
    replica, seq, head = case.head()
    entries = case.log()
    rows = [LogRow(e.number, e.at, e.by, e.label, e.ref, e.hash) for e in entries]
    state = CaseState(
        case_id=case.records.case.id,
        replica=replica,
        seq=seq,
        head_hash=head,
        at=entries[-1].at if entries else "1970-01-01T00:00:00Z",
        versions={"OSINT Desk": __version__},
    )
    return state, rows
