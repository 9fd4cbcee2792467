"""The check of a case, with what only the program knows added: caches that must be made again."""

from __future__ import annotations

from concurrent.futures import Future

from osintdesk.app.session import Session
from osintdesk.case.case_file import CaseFile, Finding
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.progress import NO_PROGRESS, Progress


def check(
    session: Session, *, originals: str = "all", rebuild: bool = False, progress: Progress = NO_PROGRESS
) -> Future[list[Finding]]:
    """Prove that tables follow from log and originals, and record that it was done.

    `originals`: all, sample or none of them are hashed again. With `rebuild`, the tables, the search index, thumbnails,
    readings and fingerprints are made again.
    """

    def work(case: CaseFile) -> list[Finding]:
        findings = case.check(originals=originals, rebuild=rebuild, progress=progress)
        if not case.read_only:
            counted = ngettext("{n} finding", "{n} findings", len(findings))
            facts = {"originals": originals, "rebuilt": rebuild, "findings": [f.code for f in findings]}
            case.note(_("Check the case: {result}").format(result=counted if findings else _("whole")), "check", facts)
        return findings

    future = session.submit(work)
    if rebuild:
        from osintdesk.app.ingest import reread

        future.result()
        reread(session, progress=progress)
    return future
