"""Deadlines: when each statement falls due, as far as the words determine it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from corpus.linking.model import Deadline, Source

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"\d{4}")
_YEARLY = re.compile(r"--(\d\d)-(\d\d)")
_PERIOD = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T.*)?")


def find_deadlines(source: Source) -> Iterator[Deadline]:
    """The deadlines of one document's statements that carry a normalised value.

    A date gives its day (a month or a year: its last day); `--03-31` and frequencies come back
    and have no day; a period has one only when it runs from a date that the words state.
    """
    for index, statement in enumerate(source.extraction.statements):
        part = statement.deadline
        if part is None or not part.iso:
            continue
        kind, day = _place(part.iso, part.event)
        yield Deadline(source.key, index, kind, part.iso, day, part.event)


def _place(iso: str, event: str | None) -> tuple[str, str | None]:
    if iso.startswith("R") or _YEARLY.fullmatch(iso):
        return "frequency", None
    if iso.startswith("P"):
        start = _date(event[:10]) if event and _DAY.match(event) else None
        return "period", _after(start, iso) if start else None
    return "date", _last_day(iso)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _last_day(iso: str) -> str | None:
    if _DAY.fullmatch(iso):
        return iso if _date(iso) else None
    if (month := _MONTH.fullmatch(iso)) and 1 <= int(month[2]) <= 12:
        return f"{iso}-{monthrange(int(month[1]), int(month[2]))[1]:02d}"
    return f"{iso}-12-31" if _YEAR.fullmatch(iso) else None


def _after(start: date, iso: str) -> str | None:
    period = _PERIOD.fullmatch(iso)
    if period is None:
        return None
    years, months, weeks, days = (int(part or 0) for part in period.groups())
    total = start.month - 1 + months + 12 * years
    year, month = start.year + total // 12, total % 12 + 1
    if year > date.max.year:
        return None
    day = min(start.day, monthrange(year, month)[1])
    return (date(year, month, day) + timedelta(weeks=weeks, days=days)).isoformat()
