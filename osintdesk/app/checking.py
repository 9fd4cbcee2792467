"""The check of a case: tables against log, originals against their hashes; what can be made again is made again."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Literal

from osintdesk.app.ingest import reread
from osintdesk.app.session import Session
from osintdesk.case.case_file import CaseFile, Finding
from osintdesk.core.i18n import _, ngettext
from osintdesk.core.progress import NO_PROGRESS, Progress

Originals = Literal["all", "sample", "none"]


def check(
    session: Session, *, originals: Originals = "all", rebuild: bool = False, progress: Progress = NO_PROGRESS
) -> Future[list[Finding]]:
    """Prove that tables follow from log and originals, and record that it was done.

    `originals`: all, sample or none of them are hashed again. With `rebuild`, the tables, the search index, thumbnails,
    readings and fingerprints are made again.
    """

    def work() -> list[Finding]:
        findings = session.submit(lambda case: _checked(case, originals, rebuild, progress)).result()
        if rebuild and not session.read_only:
            reread(session, progress=progress)
        return findings

    return session.background.submit(work)


def _checked(case: CaseFile, originals: Originals, rebuild: bool, progress: Progress) -> list[Finding]:
    findings = case.check(originals=originals, rebuild=rebuild, progress=progress)
    if not case.read_only:
        result = ngettext("{n} finding", "{n} findings", len(findings)) if findings else _("whole")
        facts = {"originals": originals, "rebuilt": rebuild, "findings": [f.code for f in findings]}
        case.note(_("Check the case: {result}").format(result=result), "check", facts)
    return findings
