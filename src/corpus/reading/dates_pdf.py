"""Dates as PDF writes them (`D:20211007174122+02'00'`), given in ISO 8601."""

from __future__ import annotations

import re

_DATE = re.compile(
    r"(?:D:)?(?P<y>\d{4})(?P<m>\d\d)?(?P<d>\d\d)?(?:(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)?)?"
    r"(?P<zone>Z|[+-]\d\d(?:'?\d\d)?)?"
)


def iso_date(text: str) -> str:
    """`text` in ISO 8601 as far as it goes, or unchanged when it is no PDF date."""
    match = _DATE.match(text.strip())
    if match is None:
        return text
    part = match.groupdict()
    date = "-".join(value for value in (part["y"], part["m"], part["d"]) if value)
    if not part["H"] or not part["d"]:
        return date
    zone = (part["zone"] or "").replace("'", "")
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{date}T{part['H']}:{part['M']}:{part['S'] or '00'}{zone}"
