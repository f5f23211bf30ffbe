"""The calendar of deadlines as iCalendar (RFC 5545), for any diary."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from corpus.browse import addresses
from corpus.browse.citation import cite
from corpus.browse.labels import MODALITIES
from corpus.browse.typography import is_date, one_line, shorten
from corpus.store.pages import Row


def calendar(rows: Iterable[Row], *, base: str, now: datetime | None = None) -> str:
    """Dated deadlines as all-day events. `base` is the address the links begin with."""
    stamp = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//corpus-preuves//echeancier//FR",
        "CALSCALE:GREGORIAN", "X-WR-CALNAME:Échéancier du corpus",
    ]  # fmt: skip
    for row in rows:
        if row["due"] and is_date(row["due"]):
            lines += _event(row, base, stamp)
    lines.append("END:VCALENDAR")
    return "".join(fold_line(line) + "\r\n" for line in lines)


def _event(row: Row, base: str, stamp: str) -> list[str]:
    day = date.fromisoformat(row["due"])
    who = row["who"] or "Porteur non exprimé"
    address = base + addresses.statement(row["public_id"], row["rank"])
    details = f"{one_line(row['text'])}\n\n{cite(row).plain()}\n{address}"
    return [
        "BEGIN:VEVENT",
        f"UID:{row['public_id']}-{row['rank']}@corpus-preuves",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escape(shorten(who + ' : ' + row['action'], 120))}",
        f"DESCRIPTION:{_escape(details)}",
        f"CATEGORIES:{_escape(MODALITIES[row['modality']].one)}",
        f"URL:{address}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escape(text: str) -> str:
    for char in ("\\", ";", ","):
        text = text.replace(char, "\\" + char)
    return text.replace("\n", "\\n").replace("\r", "")


def fold_line(line: str) -> str:
    """A line cut every 75 octets, as the standard asks, and never inside a character."""
    pieces: list[str] = []
    current, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > (75 if not pieces else 74):
            pieces.append(current)
            current, size = "", 0
        current += char
        size += octets
    pieces.append(current)
    return "\r\n ".join(pieces)
