"""How the material was handled: the statement that a reader needs before any finding."""

from __future__ import annotations

from osintdesk.report.blocks import Labelled, Paragraph
from osintdesk.report.document import Section
from osintdesk.report.inline import plain
from osintdesk.report.language import Language
from osintdesk.report.scope import Scope


def _statements(t: Language) -> tuple[tuple[str, str], ...]:
    return (
        (t("Collection"), t(
            "Each file was copied once, hashed while it was copied, and stored read-only under its SHA-256. Work was "
            "done on derivatives; each names its parent and the parameters that made it.")),
        (t("Hashing"), t(
            "SHA-256 is the identity of an exhibit. MD5 and SHA-1 are given for interchange with other tools and are "
            "not relied on. A file with the same SHA-256 is the same exhibit, however often it came in.")),
        (t("Examination"), t(
            "Each question was put as a verification step with method, tool and version, parameters, result and "
            "limits. Steps are never overwritten; a later step supersedes an earlier one and both stay in the log. "
            "What software notices by itself is an observation. It becomes a step only when a person accepts it.")),
        (t("Read and concluded"), t(
            "What software reads out of a file and what a person or a method concludes are printed in separate tables. "
            "Values read out of a file are what the file states, not findings.")),
        (t("Time and place as bounds"), t(
            "Each step may bound the time of capture and the place. The program intersects the bounds and names the "
            "step that is binding at each end. A time is given in UTC and in the time zone of the case.")),
        (t("Words of estimate"), t(
            "Likelihood follows ICD 203. Confidence describes how good the basis is. They are given "
                "in separate columns "
            "and never in one sentence. Reliability of a source and credibility of its information follow the "
            "Admiralty scale and are rated independently of each other.")),
        (t("Review"), t(
            "A review is a second person’s word on a step or an assessment. Disagreement is printed, with its reason, "
            "beside the assessment.")),
        (t("What this report is not"), t(
            "It is not an opinion on the lawfulness of what is shown. A match says that content is shared, not who "
            "copied from whom. The log is tamper-evident to whoever holds an earlier head; it is not beyond tampering "
            "by somebody who replaces all of it.")),
    )  # fmt: skip


def method(scope: Scope) -> list[Section]:
    blocks = tuple(
        Paragraph(plain(text), side=(Labelled("", plain(label, "strong")),)) for label, text in _statements(scope.t)
    )
    return [Section("", scope.t("Method"), blocks, anchor="method")]
