"""Capture time as bounds: every step says in which windows the footage can have been made; the program intersects them.

A window is closed, [not before, not after]; an open end is None. A step usually has one window, a shadow may give two
(morning and evening). Where each step has one window, steps exclude each other only in pairs (Helly's theorem on a
line), so naming the pairs names every contradiction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Window:
    """From `not_before` to `not_after`, both aware and inclusive; None is an open end."""

    not_before: datetime | None = None
    not_after: datetime | None = None

    @property
    def empty(self) -> bool:
        return self.not_before is not None and self.not_after is not None and self.not_before > self.not_after

    @property
    def open(self) -> bool:
        """Neither end is bounded."""
        return self.not_before is None and self.not_after is None

    def holds(self, moment: datetime) -> bool:
        return (self.not_before is None or self.not_before <= moment) and (
            self.not_after is None or moment <= self.not_after
        )

    def meet(self, other: Window) -> Window:
        """What both allow; it may be empty."""
        return Window(_latest(self.not_before, other.not_before), _earliest(self.not_after, other.not_after))


@dataclass(frozen=True, slots=True)
class TimeBound:
    """What one holder (a step) says: the moment lies in one of `windows`."""

    holder: str
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class TimeBounds:
    """What remains: the windows in time order, who binds each end of their hull, and who excludes whom.

    `contradictions` holds minimal sets of holders whose windows have no common moment; it is empty exactly when
    something remains.
    """

    windows: tuple[Window, ...] = (Window(),)
    binding_before: tuple[str, ...] = ()
    binding_after: tuple[str, ...] = ()
    contradictions: tuple[tuple[str, ...], ...] = ()

    @property
    def empty(self) -> bool:
        return not self.windows

    @property
    def not_before(self) -> datetime | None:
        """The earliest moment that remains; None when it is open or nothing remains."""
        return self.windows[0].not_before if self.windows else None

    @property
    def not_after(self) -> datetime | None:
        return self.windows[-1].not_after if self.windows else None

    @property
    def bounded(self) -> bool:
        """At least one end is known, or nothing remains."""
        return self.empty or self.not_before is not None or self.not_after is not None


def intersect_times(bounds: Iterable[TimeBound]) -> TimeBounds:
    """The moments that every bound allows, with the binding holders; contradictions where there are none."""
    given = list(bounds)
    windows = _common(given)
    if not windows:
        return TimeBounds((), (), (), _contradictions(given))
    before, after = windows[0].not_before, windows[-1].not_after
    return TimeBounds(
        windows,
        tuple(b.holder for b in given if before is not None and any(w.not_before == before for w in b.windows)),
        tuple(b.holder for b in given if after is not None and any(w.not_after == after for w in b.windows)),
    )


def _common(bounds: Sequence[TimeBound]) -> tuple[Window, ...]:
    left: list[Window] = [Window()]
    for bound in bounds:
        met = [a.meet(b) for a in left for b in bound.windows]
        left = _united([w for w in met if not w.empty])
    return tuple(left)


def _united(windows: list[Window]) -> list[Window]:
    """The same moments in time order, without overlaps."""
    result: list[Window] = []
    for window in sorted(windows, key=_by_start):
        if result and _touch(result[-1], window):
            result[-1] = Window(result[-1].not_before, _latest_end(result[-1], window))
        else:
            result.append(window)
    return result


def _by_start(window: Window) -> tuple[bool, float]:
    return window.not_before is not None, window.not_before.timestamp() if window.not_before else 0.0


def _touch(first: Window, second: Window) -> bool:
    return first.not_after is None or second.not_before is None or second.not_before <= first.not_after


def _latest_end(first: Window, second: Window) -> datetime | None:
    if first.not_after is None or second.not_after is None:
        return None
    return max(first.not_after, second.not_after)


def _contradictions(bounds: Sequence[TimeBound]) -> tuple[tuple[str, ...], ...]:
    alone = [(b.holder,) for b in bounds if not _common([b])]
    sound = [b for b in bounds if _common([b])]
    pairs = [(a.holder, b.holder) for a, b in combinations(sound, 2) if not _common([a, b])]
    return (*alone, *pairs) or (_shrunk(sound),)


def _shrunk(bounds: Sequence[TimeBound]) -> tuple[str, ...]:
    """One minimal set without a common moment, where no pair alone is to blame (several windows a step)."""
    left = list(bounds)
    for bound in bounds:
        without = [b for b in left if b is not bound]
        if not _common(without):
            left = without
    return tuple(b.holder for b in left)


def _latest(a: datetime | None, b: datetime | None) -> datetime | None:
    return max(a, b) if a is not None and b is not None else a if a is not None else b


def _earliest(a: datetime | None, b: datetime | None) -> datetime | None:
    return min(a, b) if a is not None and b is not None else a if a is not None else b
