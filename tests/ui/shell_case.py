"""A case for tests and pictures: generated footage, incidents, sightings, steps, matches, in every state of a tile."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPolygonF

from osintdesk.app.profile import Preferences, Profile
from osintdesk.app.session import Session
from osintdesk.case.case_file import Change, put
from osintdesk.core import words
from osintdesk.core.domain import (
    Arrival,
    Assessment,
    Attachment,
    Contents,
    Incident,
    Match,
    Media,
    Observation,
    Place,
    Sighting,
    Tag,
    Tagging,
    link_id,
    new_id,
)

STATUSES = (
    words.Status.IN_PROGRESS, words.Status.IN_PROGRESS, words.Status.MISATTRIBUTED, words.Status.PARTLY_VERIFIED,
    words.Status.UNASSESSED, words.Status.IN_PROGRESS, words.Status.VERIFIED, words.Status.UNASSESSED,
    words.Status.VERIFIED, words.Status.UNVERIFIED, words.Status.CONTRADICTED, words.Status.IN_PROGRESS,
    words.Status.UNASSESSED, words.Status.MANIPULATED, words.Status.VERIFIED, words.Status.UNASSESSED,
)  # fmt: skip
# Milliseconds that a test waits for what another thread does; a busy machine needs them.
PATIENCE = 30_000
INCIDENTS = ("Low-flying jets", "Convoy on the E38", "Smoke near Sudzha")


def profile(**preferences: object) -> Profile:
    return Profile("A. Kaya", "Desk", Preferences(**preferences))  # type: ignore[arg-type]


def picture(number: int, width: int = 320, height: int = 180) -> bytes:
    """A generated evening over hills, as JPEG; each number another one."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    sky = QLinearGradient(0, 0, 0, height)
    hue = (number * 47) % 360
    sky.setColorAt(0, QColor.fromHsv(hue, 110, 90))
    sky.setColorAt(1, QColor.fromHsv((hue + 40) % 360, 120, 220))
    painter.fillRect(image.rect(), sky)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromHsv((hue + 180) % 360, 60, 70))
    ridge = [QPointF(x, height * 0.7 - ((x * (number % 7 + 3)) % 97) / 6) for x in range(0, width + 1, 16)]
    painter.drawPolygon(QPolygonF([QPointF(0, height), *ridge, QPointF(width, height)]))
    painter.setPen(QColor("white"))
    painter.drawText(12, height - 12, f"generated {number}")
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")
    return bytes(buffer.data().data())


def sha_of(number: int) -> str:
    return hashlib.sha256(f"item {number}".encode()).hexdigest()


def media_records(number: int, incidents: list[str]) -> list[Change]:
    """One media item with what is known of it."""
    sha = sha_of(number)
    kind = (
        words.MediaKind.AUDIO
        if number % 17 == 0
        else words.MediaKind.IMAGE
        if number % 3 == 0
        else words.MediaKind.VIDEO
    )
    reason = "header cut off" if number == 19 else ""
    made = [
        Media(id=sha, exhibit=number, size=4_100_000 + number * 977, kind=kind, title=f"Generated evening {number}",
              graphic=number == 8, collected_at="2024-08-12T08:14:00Z", collected_by="A. Kaya", collected_how="drag and drop"),
        Arrival(id=new_id(), media=sha, name=f"IMG_{4400 + number}.mp4", arrived_at="2024-08-12T08:14:00Z", how="drag and drop"),
        Sighting(id=new_id(), media=sha, platform=("Telegram", "X", "YouTube")[number % 3],
                 url=f"https://example.org/{number}", posted_at=f"2024-08-06T{(18 + number) % 24:02d}:{number % 60:02d}:00Z"),
    ]  # fmt: skip
    if number not in {18, 20}:
        made.append(Contents(id=sha, format="MP4", width=1920, height=1080, reason=reason,
                             duration_ms=None if kind == words.MediaKind.IMAGE else 5000 + number * 7300 % 120_000))  # fmt: skip
    status = STATUSES[(number - 1) % len(STATUSES)]
    if status != words.Status.UNASSESSED:
        made.append(
            Assessment(
                id=new_id(),
                subject=f"media:{sha}",
                status=status,
                reasoning="Generated.",
                by="A. Kaya",
                at="2024-08-12T09:00:00Z",
            )
        )
    if number % 4 in {1, 2} and incidents:
        made.append(Attachment(id=link_id(incidents[number % 2], sha), incident=incidents[number % 2], media=sha))
    if number % 3 == 0:
        made.append(Place(id=new_id(), subject=f"media:{sha}", name="Sudzha", latitude="51.19", longitude="35.27"))
    if number % 9 == 2:
        made.append(
            Observation(
                id=new_id(), media=sha, code="TIME", severity=words.Severity.LOOK, text="Created after it was posted."
            )
        )
    return [put(record) for record in made]


def fill(session: Session, items: int = 20) -> list[str]:
    """Put `items` media items and what belongs to them into a case; their ids."""
    incidents = [Incident(id=new_id(), title=title) for title in INCIDENTS]
    tag = Tag(id=new_id(), name="evening")
    changes: list[Change] = [put(record) for record in (*incidents, tag)]
    ids = [incident.id for incident in incidents]
    for number in range(1, items + 1):
        changes += media_records(number, ids)
    changes.append(put(Tagging(id=link_id(f"media:{sha_of(1)}", tag.id), subject=f"media:{sha_of(1)}", tag=tag.id)))
    for a, b in ((1, 2), (1, 6), (2, 6), (3, 1)):
        first, second = sorted((sha_of(a), sha_of(b)))
        changes.append(put(Match(id=link_id(first, second), a=first, b=second, score="0.9")))
    session.commit("Import 20 items", changes).result()
    for number in range(1, items + 1):
        session.cache.put_thumbnail(sha_of(number), picture(number))
        folder = session.path / "originals" / sha_of(number)[:2]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / sha_of(number)).write_bytes(b"generated")
    return [sha_of(number) for number in range(1, items + 1)]


def filled_case(folder: Path, items: int = 20) -> Session:
    """A new case with media in it, open."""
    session = Session.create(
        folder / "Kursk.osintcase", title="Kursk 2024", profile=profile(), time_zone="Europe/Moscow", example=True
    )
    fill(session, items)
    # Exhibit numbers go on from the highest that the case had when it was opened.
    session.close()
    return Session.open(session.path, profile=profile())
