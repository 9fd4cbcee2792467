"""After the program was cut off: what imports left behind is adopted or removed, and said."""

from __future__ import annotations

from dataclasses import dataclass

from osintdesk.app.session import Session
from osintdesk.case.case_file import CaseFile, Commit, Leftover
from osintdesk.case.leftovers import ORIGINAL
from osintdesk.core import instants
from osintdesk.core.domain import Media
from osintdesk.core.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Recovered:
    """`cut_off`: names of files whose import did not end; `adopted`: exhibits that were preserved but not recorded."""

    cut_off: tuple[str, ...] = ()
    adopted: tuple[str, ...] = ()

    def sentences(self) -> list[str]:
        """What to tell the user; nothing when nothing was left behind."""
        said = []
        if self.adopted:
            text = ngettext(
                "{n} file was preserved when the program ended, and is listed now",
                "{n} files were preserved when the program ended, and are listed now",
                len(self.adopted),
            )
            said.append(f"{text}: {', '.join(self.adopted)}.")
        if self.cut_off:
            names = ", ".join(f"“{name}”" for name in self.cut_off)
            said.append(_("An import was cut off. Add these files again: {names}.").format(names=names))
        return said


def recover(session: Session) -> Recovered:
    """Adopt originals that are whole, remove copies that are not, and name the files that must be added again."""
    if session.read_only:
        return Recovered()
    found = session.submit(lambda case: case.leftovers()).result()
    adopted = tuple(_adopted(session, left) for left in found if left.kind == ORIGINAL)
    left_behind = session.submit(_cleaned).result() if found else []
    names = dict.fromkeys(left.name for left in left_behind if left.name)
    # What was adopted was begun too; only when more was begun is there a file to be added again.
    if len(names) <= len(adopted):
        names.clear()
    return Recovered(tuple(names), adopted)


def _adopted(session: Session, left: Leftover) -> str:
    fields = {"collected_at": instants.now(), "collected_by": session.profile.name, "collected_how": "adopted"}
    label = _("Adopt {name}").format(name=left.name or left.id[:12])

    def work(case: CaseFile) -> Commit:
        return case.adopt(left, label=label, media_fields=fields)

    session.change(work).result()
    return session.records.one(Media, left.id).number


def _cleaned(case: CaseFile) -> list[Leftover]:
    remaining = [left for left in case.leftovers() if left.kind != ORIGINAL]
    if remaining:
        case.clean_up()
    return remaining
