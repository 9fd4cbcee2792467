"""A small case with every kind of record, for the tests of the pages."""

from __future__ import annotations

from osintdesk.core import words
from osintdesk.core.domain import (
    Assessment,
    Attachment,
    Case,
    Claim,
    Contents,
    Evidence,
    Incident,
    IncidentLink,
    Interval,
    Match,
    Media,
    Observation,
    Place,
    Record,
    Review,
    Sighting,
    Source,
    Step,
    Tag,
    Tagging,
    link_id,
)
from osintdesk.core.records import Records

ZONE = "Europe/Moscow"
JETS = "incident:jets"


def sha(n: int) -> str:
    return f"{n:02x}" * 32


CLIP, REPOST, STILL, OLD = sha(12), sha(13), sha(15), sha(20)
CLIP_REF = f"media:{CLIP}"


def _media() -> list[Record]:
    names = {12: "Two jets pass over a village at dusk", 13: "Repost with a caption", 15: "Smoke", 20: "Old picture"}
    found: list[Record] = []
    for n, title in names.items():
        video = n < 15
        found.append(
            Media(
                id=sha(n), exhibit=n, size=60_000_000, title=title, graphic=n == 20,
                kind=words.MediaKind.VIDEO if video else words.MediaKind.IMAGE,
                collected_at="2024-08-11T21:50:00Z", collected_by="A. Kaya",
            )
        )  # fmt: skip
        found.append(
            Contents(
                id=sha(n), width=1920, height=1080, duration_ms=112_000 if video else None,
                facts={"creation_date": [{"value": "2024-08-07T05:31:00Z", "source": "container"}]} if n == 12 else {},
            )
        )  # fmt: skip
    return found


def _incidents() -> list[Record]:
    roles = {
        12: words.Role.SHOWS_EVENT,
        13: words.Role.SHOWS_EVENT,
        15: words.Role.SHOWS_AFTERMATH,
        20: words.Role.REFERENCE,
    }
    return [
        Incident(
            id="jets", title="Two jets fly low over a village in the Kursk region while smoke rises",
            work_status=words.WorkStatus.IN_PROGRESS, assigned_to="A. Kaya",
            description="Footage posted online shows fighter jets flying low over the region, smoke rising.",
        ),
        Incident(id="road", title="Smoke over the border road near Sudzha", work_status=words.WorkStatus.HELP_NEEDED),
        Incident(id="empty", title="Convoy on the E38"),
        Place(
            id="p1", subject=JETS, name="Village near Sudzha", local_name="Суджа", latitude="51.19043",
            longitude="35.26821", precision=words.Precision.VICINITY, radius_m=100, bearing="48", view_angle="40",
        ),
        Place(id="p2", subject=JETS, name="Water tower crossing", latitude="51.1851", longitude="35.2802",
              precision=words.Precision.EXACT),
        Interval(
            id="i1", subject=JETS, not_before="2024-08-06T17:26:00Z", not_after="2024-08-06T20:46:00+03:00",
            zone=ZONE, basis=words.TimeBasis.INFERRED, note="filmed",
        ),
        IncidentLink(id=link_id("jets", "road"), a="jets", b="road", relation=words.IncidentRelation.SAME_EVENT,
                     note="same evening"),
        Tag(id="t1", name="aircraft", colour=1), Tagging(id="tt1", subject=JETS, tag="t1"),
        *(Attachment(id=link_id("jets", sha(n)), incident="jets", media=sha(n), role=r) for n, r in roles.items()),
    ]  # fmt: skip


def _sources() -> list[Record]:
    return [
        Source(id="a", name="Channel A", platform="Telegram", url="https://t.example/a", reliability="C",
               reliability_reason="corrected itself twice"),
        Source(id="b", name="Channel B", platform="X", url="https://x.example/b"),
        Source(id="bbc", name="BBC Verify", kind=words.SourceKind.PUBLICATION, reliability="B",
               reliability_reason="names its methods"),
        Sighting(id="s1", media=CLIP, url="https://t.example/a/1", platform="Telegram", source="a",
                 source_role=words.SourceRole.UPLOADER, posted_at="2024-08-06T21:52:00+03:00",
                 posted_basis=words.TimeBasis.PLATFORM, caption="Kursk region now",
                 captured_at="2024-08-07T06:00:00Z", captured_by="A. Kaya", archive_url="https://arch.example/1"),
        Sighting(id="s2", media=REPOST, url="https://x.example/b/9", platform="X", source="b",
                 source_role=words.SourceRole.REPOSTER, posted_at="2024-08-06T20:03:00-00:00",
                 captured_at="2024-08-07T06:10:00Z", captured_by="A. Kaya"),
    ]  # fmt: skip


def _claims() -> list[Record]:
    said = [
        ("c4", "Jets over Kursk region on 6 August, smoke after a strike", "a", "2024-08-06T18:52:00Z", False),
        ("c5", "Two Su-25 returning from Sudzha", "b", "2024-08-06T20:03:00Z", False),
        ("c6", "Old footage from 2022", "b", "2024-08-07T06:15:00Z", False),
        ("c7", "Verified: filmed in Kursk region", "bbc", "2024-08-07T11:00:00Z", True),
    ]
    claims: list[Record] = [
        Claim(id=i, statement=text, incident="jets", source=source, said_at=at, third_party=third,
              what="Two military jets" if i == "c4" else "", where="Kursk region" if i == "c4" else "",
              when="On 6 August" if i == "c4" else "")
        for i, text, source, at, third in said
    ]  # fmt: skip
    links = [
        ("c4", "what", CLIP_REF, words.Stance.SUPPORTS, words.Strength.STRONG),
        ("c4", "where", CLIP_REF, words.Stance.SUPPORTS, words.Strength.WEAK),
        ("c4", "when", f"media:{OLD}", words.Stance.CONTRADICTS, words.Strength.WEAK),
        ("c4", "", "step:light", words.Stance.NEUTRAL, ""),
        ("c6", "", CLIP_REF, words.Stance.CONTRADICTS, words.Strength.STRONG),
    ]
    evidence = [
        Evidence(id=link_id(c, p, s), claim=c, part=p, subject=s, stance=stance, strength=strength)
        for c, p, s, stance, strength in links
    ]
    assessed = Assessment(
        id="ac6", subject="claim:c6", status=words.Status.CONTRADICTED, by="A. Kaya", at="2024-08-12T10:00:00Z",
        reasoning="The same footage was first seen in August 2024.",
    )  # fmt: skip
    return [*claims, *evidence, assessed]


def _steps() -> list[Record]:
    me, other = "A. Kaya", "M. Orel"
    return [
        Step(id="posted", subject=CLIP_REF, pillar=words.Pillar.DATE, question="When was it first seen online?",
             method="earliest-sighting", result=words.Result.SUPPORTS, confidence=words.Confidence.HIGH,
             finding="First known post is at 18:52 UTC on 6 August; three archives agree.",
             not_after="2024-08-06T18:52:00Z", by=me, at="2024-08-12T08:20:00Z"),
        Step(id="light-old", subject=CLIP_REF, pillar=words.Pillar.DATE, question="When does the light fit?",
             method="sun-position", method_version="1", result=words.Result.INCONCLUSIVE, finding="Dusk.",
             by=me, at="2024-08-12T08:50:00Z"),
        Step(id="light", subject=CLIP_REF, pillar=words.Pillar.DATE, question="When does the light fit?",
             method="sun-position", method_version="1.2", result=words.Result.SUPPORTS,
             confidence=words.Confidence.MODERATE, supersedes="light-old",
             finding="Sky brightness behind the ridge is consistent with the sun 2.1° to 4.8° below the horizon.",
             not_before="2024-08-06T17:26:00Z", not_after="2024-08-06T17:46:00Z", by=me, at="2024-08-12T09:02:00Z"),
        Step(id="smoke", subject=CLIP_REF, pillar=words.Pillar.DATE,
             question="Is the smoke in other footage of that evening?", method="comparison",
             result=words.Result.SUPPORTS, finding="Both plumes have the same lean in the recording at 15:41 UTC.",
             by=me, at="2024-08-12T14:40:00Z"),
        Step(id="panel", subject=CLIP_REF, pillar=words.Pillar.LOCATION, question="Which place is shown?",
             method="landmark-match", result=words.Result.SUPPORTS, confidence=words.Confidence.HIGH,
             finding="Six pairs match.", latitude="51.19043", longitude="35.26821", radius_m=100, by=other,
             at="2024-08-12T12:40:00Z"),
        Step(id="file", subject=CLIP_REF, pillar=words.Pillar.TECHNICAL, question="Is what the file says consistent?",
             method="metadata-review", result=words.Result.INCONCLUSIVE, finding="Re-encoded by the platform.",
             by=me, at="2024-08-12T13:00:00Z"),
        Review(id="r1", subject="step:smoke", outcome=words.ReviewOutcome.ASKS, text="The plumes could be one.",
               by=other, at="2024-08-12T14:45:00Z"),
        Observation(id="o1", media=CLIP, code="creation-time-after-posting", severity=words.Severity.LOOK,
                    text="The creation time in the container is after the post",
                    innocent="Normal when a platform wrote the file again.",
                    facts=[{"name": "creation time", "value": "2024-08-07T05:31:00Z", "source": "container"},
                           {"name": "posted", "value": "2024-08-06T18:52:00Z", "source": "sighting"}]),
        Observation(id="o2", media=CLIP, code="encoder", severity=words.Severity.INFO, text="Written by Lavf",
                    decision=words.ObservationDecision.DISMISSED, reason="re-encoded by the platform", decided_by=me,
                    decided_at="2024-08-12T14:44:20Z"),
        Assessment(id="a0", subject=CLIP_REF, status=words.Status.IN_PROGRESS, reasoning="", by=me,
                   at="2024-08-12T09:30:00Z"),
        Assessment(id="a1", subject=CLIP_REF, status=words.Status.PARTLY_VERIFIED, supersedes="a0",
                   reasoning="The footage shows two jets over the village in the evening of 6 August. What caused the "
                   "smoke is not established.", confidence=words.Confidence.MODERATE, by=me,
                   at="2024-08-12T14:00:00Z"),
        Review(id="r2", subject="assessment:a1", outcome=words.ReviewOutcome.AGREES, by=other,
               at="2024-08-12T14:41:00Z"),
        Match(id=link_id(CLIP, REPOST), a=CLIP, b=REPOST, score="0.93", how="frames"),
    ]  # fmt: skip


def example() -> Records:
    """Jets over a village: one incident in full, one that needs help, one that is empty."""
    case = Case(id="case", title="Kursk 2024", time_zone=ZONE, purpose="Say what the footage shows.", example=True)
    return Records([case, *_media(), *_incidents(), *_sources(), *_claims(), *_steps()])
