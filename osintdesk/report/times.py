"""Times and spans as a report prints them: UTC and the case's zone, date and zone each time."""

from __future__ import annotations

from datetime import UTC, datetime

from osintdesk.core import instants
from osintdesk.core.errors import UsageError
from osintdesk.core.text import visible
from osintdesk.report.blocks import Inline, Run
from osintdesk.report.inline import ltr, text
from osintdesk.report.language import Language


def moment(value: str) -> datetime | None:
    """The instant in UTC; None for an empty string or something that is no time."""
    try:
        return instants.parse(value).astimezone(UTC) if value else None
    except UsageError:
        return None


class Clock:
    """Writes instants for one report."""

    def __init__(self, zone: str, t: Language) -> None:
        self._t = t
        try:
            instants.zone(zone)
            self.zone = zone
        except UsageError:
            self.zone = "UTC"

    def __call__(self, value: str, *, seconds: bool = False) -> Inline:
        """`2024-08-06 06:41 UTC (09:41 MSK)`; "not known" when empty, the text itself when it is no time."""
        if not value:
            return (Run(self._t("not known"), "grey"),)
        if moment(value) is None:
            return text(value)
        return (ltr(instants.shown(value, self.zone, seconds=seconds)),)

    def utc(self, value: str, *, seconds: bool = False) -> Inline:
        """`2024-08-06 06:41 UTC`, for tables whose caption names the case's zone."""
        found = moment(value)
        if found is None:
            return self(value)
        return (ltr(f"{found:%Y-%m-%d %H:%M:%S} UTC" if seconds else f"{found:%Y-%m-%d %H:%M} UTC"),)

    def bare(self, value: str, *, seconds: bool = True) -> Inline:
        """Without the zone, for columns whose head says UTC."""
        found = moment(value)
        return (ltr(found.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")),) if found else self(value)

    def local(self, value: datetime) -> datetime:
        return value.astimezone(instants.zone(self.zone))

    def label(self, value: datetime) -> str:
        """`MSK` or `UTC+3` at that instant."""
        return instants.zone_label(self.local(value))

    def is_utc(self, value: datetime) -> bool:
        offset = self.local(value).utcoffset()
        return not offset

    def span(self, start: str, end: str) -> Inline:
        """An interval; either end may be open."""
        if not start and not end:
            return (Run(self._t("not known"), "grey"),)
        if not end:
            return (Run(self._t("not before") + " "), *self(start))
        if not start:
            return (Run(self._t("not after") + " "), *self(end))
        first, last = moment(start), moment(end)
        if first is None or last is None:
            return (*self(start), Run(" – "), *self(end))
        return (ltr(self._between(first, last)),)

    def _between(self, first: datetime, last: datetime) -> str:
        if first == last:
            return instants.shown(instants.write(first), self.zone)
        if first.date() != last.date():
            return f"{instants.shown(_text(first), self.zone)} – {instants.shown(_text(last), self.zone)}"
        utc = f"{first:%Y-%m-%d %H:%M}–{last:%H:%M} UTC"
        if self.is_utc(first):
            return utc
        a, b = self.local(first), self.local(last)
        return f"{utc} ({a:%H:%M}–{b:%H:%M} {self.label(last)})"


def _text(value: datetime) -> str:
    return instants.write(value)


def stream(seconds: float) -> str:
    """A time in a stream: `00:01:07.240`."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def duration(milliseconds: int) -> str:
    return stream(milliseconds / 1000)


def seconds_of(value: object) -> float | None:
    """A number out of a decimal string or integer; None when it is none."""
    try:
        return float(str(value))
    except ValueError:
        return None


def safe(value: object) -> str:
    """Any recorded value as one visible line."""
    return visible(str(value)).strip()
