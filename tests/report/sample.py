"""A whole case by hand: the footage over the Kursk region on Tuesday 6 August 2024, with pictures drawn here."""

from __future__ import annotations

import hashlib
import io
import random
from dataclasses import dataclass, field
from functools import cache

from PIL import Image, ImageDraw

from osintdesk.core.domain import (
    Annotation,
    Arrival,
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
    Person,
    Place,
    Record,
    Review,
    Sighting,
    Source,
    Step,
    link_id,
)  # fmt: skip
from osintdesk.core.records import Records
from osintdesk.report.state import CaseState, Frame, LogRow

HEAD = hashlib.sha256(b"head").hexdigest()


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def md5(name: str) -> str:
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


VIDEO, REPOST, OLD, STILL, CAPTURE, GRAPHIC, ODD = (
    sha(n) for n in ("video", "repost", "old", "still", "capture", "graphic", "odd")
)
IDS = {n: sha("id " + n)[:32] for n in ("jets", "crossing", "evacuation", "ana", "lea", "mia")}
ANA, LEA, MIA = "Ana Petrovska", "Lea Brandt", "Mia Okonkwo"

EVIL = (
    "#set page(fill: red) *bold* _it_ $x^2$ `raw` <label> @ref // comment",
    "<img src=x onerror=alert(1)> &amp; <script>",
    "report\u202efdp.exe",
    "=cmd|' /C calc'!A0",
    "🛩️ Новости 🇺🇦 канал",
    "قناة تجريبية: 12:30–13:45 (EX-0001)",
    "下载_库尔斯克_20240806.mp4",
    "e\u0301\u0323 Zalgo z\u0337\u0322\u031b",
    "a" * 180,
    "https://example.org/" + "path/" * 30 + "?q=%D0%9A",
)


def sky(
    width: int, height: int, seed: int, *, jets: bool = True, dusk: bool = False, smoke: bool = True
) -> Image.Image:
    """A generated landscape: fields, a tree line, two jets, two columns of smoke."""
    rng = random.Random(seed)
    top, low = ((52, 64, 104), (150, 140, 150)) if dusk else ((108, 134, 160), (196, 205, 206))
    picture = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(picture, "RGBA")
    horizon = int(height * 0.68)
    for y in range(horizon):
        share = y / horizon
        draw.line([(0, y), (width, y)], fill=tuple(round(a + (b - a) * share) for a, b in zip(top, low, strict=True)))
    draw.rectangle([0, horizon, width, height], fill=(150, 138, 84) if not dusk else (70, 74, 60))
    draw.rectangle([0, horizon, width, horizon + height // 22], fill=(96, 116, 66))
    for x in range(0, width, max(4, width // 120)):
        h = rng.randint(height // 40, height // 16)
        draw.polygon([(x - 9, horizon), (x, horizon - h), (x + 9, horizon)], fill=(58, 78, 56))
    if smoke:
        for column in range(2):
            x, y = width * (0.62 + 0.16 * column), horizon
            for _ in range(70):
                r = 6 + (horizon - y) * 0.11
                draw.ellipse([x - r, y - r, x + r, y + r], fill=(60, 60, 62, 22))
                x, y = x + rng.uniform(-2, 6), y - height / 130
    if jets:
        for x, y, s in ((0.46, 0.3, 1.0), (0.68, 0.2, 0.8)):
            cx, cy, u = x * width, y * height, width * 0.028 * s
            draw.polygon([(cx - 2 * u, cy), (cx + 2 * u, cy - u * 0.3), (cx + 2 * u, cy + u * 0.3)], fill=(38, 42, 48))
            draw.polygon([(cx, cy), (cx + 1.2 * u, cy + u), (cx + 1.5 * u, cy)], fill=(38, 42, 48))
            draw.polygon([(cx + 1.4 * u, cy), (cx + 2 * u, cy - u), (cx + 2.1 * u, cy)], fill=(38, 42, 48))
    draw.line(
        [(width * 0.12, horizon), (width * 0.12, horizon * 0.72)], fill=(120, 120, 116), width=max(2, width // 160)
    )
    draw.text((width * 0.74, height * 0.93), "GENERATED PICTURE", fill=(255, 255, 255))
    return picture


def repost() -> Image.Image:
    page = Image.new("RGB", (720, 960), (18, 18, 22))
    part = sky(1280, 720, 1).crop((200, 90, 1000, 640)).transpose(Image.Transpose.FLIP_LEFT_RIGHT).resize((720, 495))
    page.paste(part, (0, 250))
    ImageDraw.Draw(page).text((40, 180), "Kursk region, 6 August", fill="white")
    return page


def page_capture() -> Image.Image:
    page = Image.new("RGB", (900, 700), (250, 250, 246))
    draw = ImageDraw.Draw(page)
    draw.rectangle([0, 0, 900, 60], fill=(40, 48, 56))
    for row in range(12):
        draw.rectangle([60, 130 + row * 44, 840 - (row * 53) % 200, 148 + row * 44], fill=(176, 178, 184))
    return page


PAINTED = {
    VIDEO: lambda: sky(1280, 720, 1),
    REPOST: repost,
    OLD: lambda: sky(1200, 675, 5, dusk=True, smoke=False),
    STILL: lambda: sky(1200, 800, 9, jets=False),
    CAPTURE: page_capture,
    GRAPHIC: lambda: sky(640, 480, 3),
}


def jpeg(picture: Image.Image, long_side: int, **save: object) -> bytes:
    small = picture.copy()
    small.thumbnail((long_side, long_side))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=84, **save)
    return out.getvalue()


@cache
def painted(name: str, long_side: int) -> bytes:
    """With EXIF, position included, as a careless source of pictures would hand it over."""
    exif = Image.Exif()
    exif[0x010F] = "SecretMaker"
    exif[0x8825] = {1: "N", 2: (51.0, 11.0, 27.6)}
    return jpeg(PAINTED[name](), long_side, exif=exif)


@cache
def video_frame(name: str, index: int, long_side: int) -> bytes:
    return jpeg(sky(1280, 720, 1 if name == VIDEO else 5, jets=index > 30), long_side)


@dataclass(frozen=True, slots=True)
class Painted:
    """Pictures, key frames and exact frames of the sample case."""

    fps: float = 25.0
    asked: list[str] = field(default_factory=list)

    def picture(self, name: str, long_side: int) -> bytes | None:
        self.asked.append(name)
        return painted(name, long_side) if name in PAINTED else None

    def strip(self, name: str) -> list[Frame]:
        if name not in {VIDEO, REPOST, OLD}:
            return []
        return [(i / self.fps, i, video_frame(name, i, 310)) for i in (0, 455, 1450, 1585, 1681, 1800, 2100)]

    def frame(self, name: str, index: int, long_side: int) -> Frame | None:
        if name == VIDEO:
            return index / self.fps, index, video_frame(name, index, long_side)
        return (index / 30, index, jpeg(repost(), long_side)) if name == REPOST else None


def media(name: str, exhibit: int, title: str, kind: str, size: int, mime: str, **more: object) -> Media:
    values = {"md5": md5(name), "sha1": hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()} | more
    defaults = {
        "collected_at": f"2024-08-06T{18 + exhibit % 5}:22:07Z",
        "collected_by": ANA,
        "collected_how": "downloaded",
    }
    return Media(id=name, exhibit=exhibit, title=title, kind=kind, size=size, mime=mime, **(defaults | values))  # type: ignore[arg-type]


def contents(name: str, width: int, height: int, milliseconds: int = 0, **more: object) -> Contents:
    return Contents(id=name, width=width, height=height, duration_ms=milliseconds or None, **more)  # type: ignore[arg-type]


def exhibits() -> list[Record]:
    return [
        media(VIDEO, 12, "Video, two low-flying jets and smoke", "video", 18_442_716, "video/mp4"),
        media(REPOST, 17, "Vertical repost of part of EX-0012", "video", 3_120_448, "video/mp4"),
        media(OLD, 19, "Video, two jets over a tree line at dusk", "video", 5_904_130, "video/mp4", deleted_by_source=True),
        media(STILL, 21, "Photograph, two columns of smoke", "image", 1_288_004, "image/jpeg"),
        media(CAPTURE, 26, "Page capture, BBC report", "document", 741_220, "application/pdf"),
        media(GRAPHIC, 28, "Photograph of the injured", "image", 312_660, "image/jpeg", graphic=True, minors=True),
        media(ODD, 29, EVIL[0], "other", 4_242, "", description="\n".join(EVIL)),
        contents(
            VIDEO, 1280, 720, 91_200, frame_rate="25", frame_count=2280, video_codec="H.264", audio_codec="AAC",
            facts={
                "encoder": [{"value": "Lavf60.16.100", "source": "own: moov/udta/meta/ilst/©too@0x41f2"}],
                "media_create_date": [{"value": "0 (1904-01-01)", "source": "own: moov/mvhd"}],
                "handler": [{"value": "ISO Media file", "source": "own: moov/trak[0]/mdia/hdlr"}],
                "duration": [
                    {"value": "91.200 s", "source": "own: moov/trak[0]/tkhd"},
                    {"value": "91.157 s", "source": "own: moov/trak[1]/tkhd"},
                ],
            },
            readers={"PyAV": "18.1.0", "own": "1"},
        ),
        contents(REPOST, 720, 960, 18_400, video_codec="H.264", frame_rate="30"),
        contents(OLD, 1200, 675, 21_960, video_codec="H.264", audio_codec="AAC"),
        contents(
            STILL, 1200, 800,
            facts={
                "date_time_original": [{"value": "2024:08:06 09:12:44", "source": "exifread: APP1/ExifIFD@0x1f4"}],
                "latitude": [{"value": "51.230417", "source": "exifread: APP1/GPS"}],
                "longitude": [{"value": "35.191822", "source": "exifread: APP1/GPS"}],
                "make": [{"value": "Apple", "source": "exifread: APP1/IFD0"}],
            },
            readers={"exifread": "3.5.1"},
        ),
        Contents(id=ODD, reason="unknown format"),
        Arrival(
            id="ar1", media=VIDEO, name="видео (1).mp4", folder="/home/ana/Downloads", arrived_at="2024-08-06T19:22:07Z",
            modified_at="2024-08-06T19:20:00+03:00", by=ANA, how="drag and drop",
        ),
        Arrival(id="ar2", media=ODD, name=EVIL[2], arrived_at="2024-08-07T08:00:00Z", how="command line"),
        Annotation(id="an1", media=VIDEO, frame=1681, number=1, name="Two jets", note="139 ± 4 px and 115 ± 4 px",
                   points=[["0.36", "0.12"], ["0.78", "0.4"]]),
        Annotation(id="an2", media=VIDEO, frame=1681, number=2, name="Smoke", note="two columns; base hidden",
                   points=[["0.56", "0.42"], ["0.9", "0.7"]]),
        Annotation(id="an3", media=VIDEO, frame=1681, number=3, kind="point", name="Mast", points=[["0.12", "0.5"]]),
        Annotation(id="an4", media=STILL, number=1, kind="polygon", name="Smoke",
                   points=[["0.5", "0.3"], ["0.9", "0.25"], ["0.8", "0.66"], ["0.6", "0.66"]]),
    ]  # fmt: skip


def sources() -> list[Record]:
    return [
        Source(id="s1", name="Channel “specimen_k”", platform="Telegram", reliability="C",
               reliability_reason="11 earlier posts checked, 2 wrong in date"),
        Source(id="s2", name="Account “field_post” 🛩️", platform="X", reliability="E",
               reliability_reason="repeatedly posts mirrored copies"),
        Source(id="s3", name="BBC", kind="publication", reliability="B", reliability_reason="corrections policy, named team"),
        Source(id="s4", name="Russian officials", kind="organisation", reliability="D", reliability_reason="party to the conflict"),
        Source(id="s5", name="قناة تجريبية", platform="Telegram"),
        Source(id="s6", name="示例频道", platform="微博"),
        Source(id="s7", name="Приклад Зразківна", kind="person"),
        Source(id="s8", name="Acting governor Alexei Smirnov", kind="person", reliability="D",
               reliability_reason="party to the conflict"),
        Sighting(id="g1", media=VIDEO, url="https://platform-t.example/specimen_k/4471", platform="Telegram", source="s1",
                 source_role="uploader", posted_at="2024-08-06T09:41:00+03:00", posted_basis="platform",
                 captured_at="2024-08-06T19:22:00Z", captured_by=ANA, captured_how="page saved",
                 caption="Курская область, 6 августа. Низко летят самолёты, дым за посадкой",
                 archive_url="https://archive.example/abc"),
        Sighting(id="g2", media=VIDEO, url="https://platform-x.example/field_post/90231", source="s2", source_role="re-poster",
                 posted_at="2024-08-06T07:05:00Z", captured_at="2024-08-06T19:40:00Z"),
        Sighting(id="g3", media=REPOST, url="https://platform-x.example/field_post/90240", source="s2", source_role="re-poster",
                 posted_at="2024-08-06T07:18:00Z", captured_at="2024-08-06T19:40:00Z", caption="Курская область, 6 августа"),
        Sighting(id="g4", media=OLD, url="https://old-sky.example/1", source="s6", posted_at="2022-03-14T17:05:00Z",
                 captured_at="2024-08-08T09:02:00Z", caption="库尔斯克州上空战机低飞，地面冒烟"),
        Sighting(id="g5", media=OLD, url=EVIL[9], source="s5", posted_at="2024-08-06T12:47:00Z", caption=EVIL[5]),
        Sighting(id="g6", media=CAPTURE, url="https://news.example/kursk-footage", source="s3", source_role="originator",
                 posted_at="2024-08-06T11:02:00Z", captured_at="2024-08-06T20:05:00Z"),
    ]  # fmt: skip


def steps() -> list[Record]:
    def step(
        n: int, subject: str, pillar: str, question: str, result: str, confidence: str, finding: str, **more: object
    ) -> Step:
        defaults = {"by": ANA if n % 2 else LEA, "at": f"2024-08-07T1{n % 9}:31:00Z", "id": f"step{n}"}
        return Step(subject=subject, pillar=pillar, question=question, result=result, confidence=confidence,
                    finding=finding, **(defaults | more))  # type: ignore[arg-type]  # fmt: skip

    video, old, place = f"media:{VIDEO}", f"media:{OLD}", f"incident:{IDS['jets']}"
    return [
        step(1, video, "provenance", "What is the earliest known publication of EX-0012?", "supports", "moderate",
             "Earliest known sighting 6 Aug 2024, 06:41 UTC (09:41 MSK), EX-0012. No earlier copy found.",
             method="Reverse search by key frames and caption", method_version="1.2",
             parameters={"key_frames": 6, "engines": 4, "captions": ["Russian", "English"]}, not_after="2024-08-06T06:41:00Z",
             output={"limits": "Absence of an earlier copy in four engines is no proof that none exists."}),
        step(2, video, "technical", "What does the file say about its own making?", "nothing found", "high",
             "No creation time, device or position in the container. The encoder names a platform.",
             method="Container and metadata read-out", tool="PyAV", tool_version="18.1.0",
             output={"limits": ["Metadata is normally absent after a platform re-encoded a file."]}),
        step(3, place, "location", "Where did the camera stand?", "supports", "moderate",
             "5 of 7 pairs match, 1 is uncertain, 1 contradicts. Consistent with one stretch of road north-west of Sudzha.",
             method="Match panel, footage beside overhead picture", method_version="1.4", latitude="51.230417",
             longitude="35.191822", radius_m=1000, parameters={"pairs": 7, "metres_per_pixel": "0.6"},
             output={"limits": "Field edges and tree lines repeat in this landscape."}),
        step(4, place, "date", "Since when has the field looked like this?", "supports", "high",
             "The field is stubble in the footage. It is standing crop on 21 July and stubble on 29 July.",
             method="Comparison with dated overhead pictures", not_before="2024-07-21T08:32:00Z"),
        step(5, video, "date", "At what time of day do the shadows fit?", "inconclusive", "low",
             "First run with a direction error of 2°.", method="Sun and shadow", not_before="2024-08-06T05:40:00Z",
             not_after="2024-08-06T05:50:00Z"),
        step(6, video, "date", "At what time of day do the shadows fit?", "supports", "moderate",
             "05:34–05:55 UTC (08:34–08:55 MSK) by length and direction. By length alone also 13:35–13:56 UTC.",
             method="Sun and shadow, place + date → intervals", method_version="1.3", not_before="2024-08-06T05:34:00Z",
             not_after="2024-08-06T05:55:00Z", supersedes="step5",
             parameters={"height_to_shadow": "0.61 ± 0.04", "direction": "282° ± 4°", "slope": "0° ± 1°"},
             output={"limits": "Depends on the direction taken from the match panel (S-03)."}),
        step(7, video, "content", "Which aircraft are seen, and how many?", "inconclusive", "moderate",
             "Two fixed-wing jets in line. Type not determined: at 139 ± 4 px of length the outline does not separate types.",
             method="Frame-by-frame examination", parameters={"from": "EX-0012@00:01:02.480#1562", "to": "EX-0012@00:01:11.960#1799"}),
        step(8, f"media:{REPOST}", "provenance", "Is EX-0017 an independent recording?", "contradicts", "high",
             "No: EX-0017 is a mirrored, cropped excerpt of EX-0012. It adds no independent support.",
             method="Frame alignment and local features", at="2024-08-08T09:00:00Z"),
        step(9, old, "date", "Was EX-0019 online before the claimed date?", "contradicts", "high",
             "A copy of EX-0019 was online on 14 March 2022. It cannot show 6 August 2024.",
             method="Reverse search by key frames", not_after="2022-03-14T17:05:00Z", at="2024-08-08T09:20:00Z"),
        step(10, video, "source", "Who recorded EX-0012?", "nothing found", "low",
             "No answer. Originator unknown; the uploader may not be the person who recorded.",
             method="Contact with the uploader", parameters={"messages": 2}, at="2024-08-08T12:00:00Z"),
    ]  # fmt: skip


def claims() -> list[Record]:
    jets, crossing = IDS["jets"], IDS["crossing"]

    def link(claim: str, subject: str, stance: str, strength: str, part: str = "", note: str = "") -> Evidence:
        return Evidence(id=link_id(claim, part, subject), claim=claim, part=part, subject=subject, stance=stance,
                        strength=strength, note=note)  # fmt: skip

    video, old, still = f"media:{VIDEO}", f"media:{OLD}", f"media:{STILL}"
    return [
        Claim(id="c1", statement="Fighter jets flew low over the Kursk region on Tuesday 6 August 2024", incident=jets,
              source="s1", said_at="2024-08-06T06:41:00Z", what="Fighter jets flew low", where="over the Kursk region",
              when="on Tuesday 6 August 2024"),
        Claim(id="c2", statement="Smoke rose from the ground", incident=jets, source="s1", what="Smoke rose from the ground"),
        Claim(id="c3", statement="Around 300 troops with 11 tanks and more than 20 armoured vehicles crossed near Sudzha, "
              "10 km from the front line", incident=crossing, source="s4", who="Around 300 troops", where="near Sudzha"),
        Claim(id="c4", statement="The BBC says that it verified the footage", incident=jets, source="s3", third_party=True),
        Claim(id="c5", statement="24 people were wounded, six of them children", incident=crossing, source="s4"),
        Claim(id="c6", statement="Several thousand people were moved out", incident=IDS["evacuation"], source="s8"),
        link("c1", video, "supports", "strong", "what"),
        link("c1", video, "supports", "", "where"),
        link("c1", "step:step3", "supports", "strong", "where"),
        link("c1", "step:step6", "supports", "weak", "when"),
        link("c1", old, "contradicts", "strong", "when", "EX-0019 carried the same caption but is older."),
        link("c1", "step:step9", "contradicts", "strong", "when"),
        link("c1", f"media:{REPOST}", "neutral", "", "what", "Counted with EX-0012."),
        link("c2", video, "supports", "strong"),
        link("c2", still, "supports", "weak"),
        link("c4", video, "neutral", "weak"),
        link("c3", video, "neutral", ""),
        link("c2", "step:step7", "neutral", "weak"),
    ]  # fmt: skip


def assessments() -> list[Record]:
    jets = f"incident:{IDS['jets']}"
    return [
        Assessment(id="as0", subject=jets, status="in progress", reasoning="First look.", by=ANA, at="2024-08-07T08:00:00Z"),
        Assessment(
            id="as1", subject=jets, status="partly verified", confidence="moderate", likelihood="very likely", by=ANA,
            at="2024-08-08T16:40:00Z", supersedes="as0",
            reasoning="The footage in EX-0012 shows two jets flying low and smoke rising from the ground. Place and date are "
            "supported; the time of day rests on shadows. Who recorded it, and which aircraft are seen, remain open.\n\n"
            "The basis for the date is of moderate quality: one bound rests on dated overhead pictures (S-04), the other on the "
            "earliest sighting that was found (S-01). EX-0019 is older and is excluded from every finding.\n\n"
            "The desk makes no statement on operator, type or purpose of the aircraft, nor on the cause of the smoke.",
            open_questions="Who recorded EX-0012? Two messages without an answer (S-10); the original file was not obtained. "
            "Ask for the camera file by a secure channel.\n"
            "Is there an independent second recording? EX-0017 is an excerpt and EX-0019 is older. Search for footage from "
            "the road to the south.\n"
            "What caused the smoke? Its source is below the tree line in every frame. An overhead picture of 6 or 7 August.",
        ),
        Assessment(id="as2", subject="claim:c1", status="partly verified", confidence="moderate", likelihood="very likely",
                   credibility="2", reasoning="Supported by EX-0012 and S-03. S-09 excludes EX-0019, not the claim.", by=ANA,
                   at="2024-08-08T16:00:00Z"),
        Assessment(id="as3", subject="claim:c2", status="verified", confidence="high", likelihood="almost certain",
                   credibility="2", reasoning="Seen in EX-0012 and EX-0021.", by=ANA, at="2024-08-08T16:05:00Z"),
        Assessment(id="as4", subject="claim:c3", status="unverified", credibility="6", by=LEA, at="2024-08-08T16:10:00Z",
                   reasoning="A claim by Russian officials. No exhibit in this case shows it. Kyiv had not commented."),
        Assessment(id="as5", subject=f"media:{OLD}", status="misattributed", confidence="high", by=LEA, at="2024-08-08T16:12:00Z",
                   reasoning="Online since 14 March 2022 (S-09)."),
        Review(id="r1", subject="assessment:as1", outcome="agrees", by=MIA, at="2024-08-08T18:05:00Z",
               text="Repeated S-06 from the exhibits with own measurement of the shadow: ratio 0.60, direction 280°."),
        Review(id="r2", subject="assessment:as1", outcome="disagrees", by="Noor Haddad", at="2024-08-08T20:31:00Z",
               text="Pair 7 contradicts and pair 5 is not discriminating. Would state “settlement”. Does not dispute that the "
               "place lies in the Kursk region."),
        Review(id="r3", subject="step:step3", outcome="disagrees", by="Noor Haddad", at="2024-08-08T20:35:00Z",
               text="The precision of the place is stated too finely."),
    ]  # fmt: skip


def incidents() -> list[Record]:
    jets = f"incident:{IDS['jets']}"
    return [
        Case(
            id="case1", title="Low-flying jets over the Kursk region, 6 August 2024", reference="KRS-2024-08",
            purpose="Footage posted online on Tuesday 6 August 2024 shows fighter jets flying low over Russia’s Kursk region, "
            "with smoke rising from the ground. This report says what could be established about that footage, how, and what "
            "could not.",
            scope="Verification of footage posted online", time_zone="Europe/Moscow", example=True,
        ),
        Person(id="p-ana", name=ANA, affiliation="Desk"),
        Incident(id=IDS["jets"], title="Low-flying jets and smoke, Kursk region, 6 August 2024", work_status="completed",
                 description="The main exhibit is EX-0012, a video of 1 min 31.2 s. A second clip that circulated as "
                 "independent, EX-0017, is an excerpt of the first (S-08). A third, EX-0019, is older and does not belong to "
                 "the event (S-09)."),
        Incident(id=IDS["crossing"], title="Crossing near Sudzha", work_status="in progress"),
        Incident(id=IDS["evacuation"], title="People moved out of the border districts", work_status="to do"),
        IncidentLink(id="l1", a=IDS["jets"], b=IDS["crossing"], relation="related", note="Same day, same region"),
        Place(id="pl1", subject=jets, name="Road north-west of Sudzha", local_name="Суджа", latitude="51.230417",
              longitude="35.191822", precision="locality", bearing="4", bearing_error="6", view_angle="58"),
        Place(id="pl2", subject=jets, name="Sudzha", local_name="Суджа", latitude="51.1906", longitude="35.2708",
              precision="settlement", note="Nearest town"),
        Interval(id="i1", subject=jets, not_before="2024-08-06T00:00:00+03:00", not_after="2024-08-06T23:59:00+03:00",
                 zone="Europe/Moscow", basis="stated by a person", note="The day named in the caption"),
        *(
            Attachment(id=link_id(IDS["jets"], m), incident=IDS["jets"], media=m, role=role)
            for m, role in ((VIDEO, "shows the event"), (REPOST, "shows the event"), (OLD, "context"),
                            (STILL, "shows the aftermath"), (CAPTURE, "context"))
        ),
        Attachment(id=link_id(IDS["crossing"], GRAPHIC), incident=IDS["crossing"], media=GRAPHIC, role="shows the aftermath"),
        Observation(id="o1", media=VIDEO, code="NO_CREATION_TIME", text="No creation time in the container.",
                    facts=[{"name": "media_create_date", "value": "0"}], innocent="Platforms remove it when they re-encode.",
                    decision="accepted", step="step2", reason="Normal after a platform re-encoded the file.", decided_by=ANA),
        Observation(id="o2", media=VIDEO, code="ENCODER_LAVF", severity="look", text="Written by Lavf, not by a camera.",
                    facts=[{"name": "encoder", "value": "Lavf60.16.100"}], decision="dismissed", decided_by=LEA,
                    reason="Consistent with a re-encode by the platform; not consistent with a camera file."),
        Observation(id="o3", media=STILL, code="TIME_EXIF_VS_GPS", severity="strong",
                    text="The camera’s clock and the satellite time differ by 3 h 7 min.",
                    facts=[{"name": "date_time_original", "value": "2024:08:06 09:12:44"}]),
    ]  # fmt: skip


def match_record() -> Match:
    a, b = sorted((VIDEO, REPOST))
    first, second = ("a", "b") if a == VIDEO else ("b", "a")

    def segment(start: str, end: str, from_: str, to: str, agreement: str) -> dict[str, object]:
        return {
            f"{first}_start": start,
            f"{first}_end": end,
            f"{second}_start": from_,
            f"{second}_end": to,
            "agreement": agreement,
            "speed": "1",
            "mirrored": True,
        }

    region = [["0.156", "0.125"], ["0.781", "0.125"], ["0.781", "0.889"], ["0.156", "0.889"]]
    mirrored = [["1", "0.26"], ["0", "0.26"], ["0", "0.776"], ["1", "0.776"]]
    return Match(
        id=link_id(a, b), a=a, b=b, relation="mirrored", decided_relation="excerpt of", score="0.93", how="match.video 2.1",
        decision="confirmed", decided_by=ANA, decided_at="2024-08-07T16:20:00Z",
        explanation="EX-0017 holds two parts of EX-0012 in the same order and at the same speed. Between them 0.72 s of EX-0012 are "
        "missing. The picture is mirrored and cropped.",
        transform={"outline": region, "outline_in_b": mirrored}
        if a == VIDEO
        else {"outline": mirrored, "outline_in_b": region},
        segments=[
            segment("58", "65.48", "0", "7.48", "1"),
            segment("66.2", "74.68", "7.48", "15.96", "0.97"),
        ],
    )  # fmt: skip


def matches() -> list[Record]:
    a, b = sorted((VIDEO, OLD))
    c, d = sorted((VIDEO, CAPTURE))
    return [
        match_record(),
        Match(id=link_id(a, b), a=a, b=b, relation="same scene by another camera", score="0.41", decision="suggested"),
        Match(id=link_id(c, d), a=c, b=d, relation="not related", decision="rejected"),
    ]


def records() -> Records:
    return Records([*incidents(), *exhibits(), *sources(), *steps(), *claims(), *assessments(), *matches()])


def log() -> list[LogRow]:
    rows = [("case:case1", "Case created; purpose and scope entered", "Ana Petrovska")]
    rows += [(r.ref, f"{kind} recorded", who) for r, kind, who in _written()]
    return [
        LogRow(n, f"2024-08-06T{19 + n // 60:02d}:{n % 60:02d}:31Z" if n < 300 else "2024-08-09T08:14:31Z", who, label, ref,
               sha(f"entry {n}") if n < len(rows) else HEAD)
        for n, (ref, label, who) in enumerate(rows, start=1)
    ]  # fmt: skip


def _written() -> list[tuple[Record, str, str]]:
    case = records()
    found = [
        (r, cls.__name__, ANA if n % 3 else LEA)
        for n, cls in enumerate((Incident, Media, Step, Claim, Match))
        for r in case.all(cls)
    ]
    return [*found, *((r, "Annotation", MIA) for r in case.all(Annotation))]


def state() -> CaseState:
    rows = log()
    return CaseState(
        "case1", "replica-1", len(rows), HEAD, "2024-08-09T08:14:31Z",
        {"OSINT Desk": "0.1.0, GPL-3.0-or-later", "typst": "0.15.2, Apache-2.0", "PyAV": "18.1.0, BSD-3-Clause",
         "Noto fonts": "OFL 1.1"},
    )  # fmt: skip
