"""French typography of figures, dates and words, for pages and exports alike.

Spaces follow the usage of the Imprimerie nationale: a narrow no-break space (U+202F) between
thousands and before `; ! ?`, a no-break space (U+00A0) inside guillemets and before a colon.
"""

from __future__ import annotations

import re
from datetime import date
from sqlite3 import Row

NARROW = "\u202f"
NBSP = "\u00a0"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
    "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
_PERIOD = re.compile(r"(R)?/?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?)?$")
_YEARLY = re.compile(r"(R/)?--(0[1-9]|1[0-2])-(\d{2})$")
_UNITS = (
    ("an", "ans"),
    ("mois", "mois"),
    ("semaine", "semaines"),
    ("jour", "jours"),
    ("heure", "heures"),
)


def number(value: float | None) -> str:
    """`12345` -> `12 345`, `3.5` -> `3,5`; nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, float) and not value.is_integer():
        whole, _, decimals = f"{value:,.2f}".rstrip("0").partition(".")
        return whole.replace(",", NARROW) + ("," + decimals if decimals else "")
    return f"{int(value):,}".replace(",", NARROW)


def plural(count: int, singular: str, many: str | None = None) -> str:
    """`0 passage`, `1 passage`, `2 passages`: French counts nought as singular.

    Every word of `singular` takes an s unless `many` gives the plural.
    """
    if abs(count) < 2:
        return f"{number(count)}{NBSP}{singular}"
    words = many or " ".join(_s(word) for word in singular.split(" "))
    return f"{number(count)}{NBSP}{words}"


def _s(word: str) -> str:
    return word if word[-1:] in "sxz" or len(word) < 3 else word + "s"


def day(iso: str | None) -> str:
    """`2012-05-23` -> `23 mai 2012`, `2012-05` -> `mai 2012`; what is no date is given back."""
    match = _ISO_DATE.match(iso or "")
    if not match:
        return iso or ""
    year, month, number_ = match.group(1), match.group(2), match.group(3)
    if not month or not 1 <= int(month) <= 12:
        return year if not month else (iso or "")
    if not number_:
        return f"{MONTHS[int(month) - 1]}{NBSP}{year}"
    first = "1er" if number_ == "01" else str(int(number_))
    return f"{first}{NBSP}{MONTHS[int(month) - 1]}{NBSP}{year}"


def is_date(value: str) -> bool:
    """Whether `value` is a day of the calendar in ISO form (`2012-12-31`)."""
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10


def period(iso: str | None) -> str:
    """`P5W` -> `5 semaines`, `R/P1Y` -> `tous les ans`, `R/--03-31` -> `chaque année, 31 mars`; a
    date or what is none of these is given as `day` gives it."""
    if yearly := _YEARLY.match(iso or ""):
        month, number_ = int(yearly.group(2)), yearly.group(3)
        when = f"{'1er' if number_ == '01' else int(number_)}{NBSP}{MONTHS[month - 1]}"
        return f"chaque année, {when}" if yearly.group(1) else when
    if iso == "P0D":
        return "sans délai"
    match = _PERIOD.match(iso or "")
    if not match or not any(match.groups()[1:]):
        return day(iso)
    counted = [(int(n), unit) for n, unit in zip(match.groups()[1:], _UNITS, strict=True) if n]
    if not match.group(1):
        return " et ".join(f"{n}{NBSP}{many if n > 1 else one}" for n, (one, many) in counted)
    (count, (one, many)), *_ = counted
    every = "toutes" if one in ("semaine", "heure") else "tous"
    return f"{every} les {many}" if count == 1 else f"{every} les {count}{NBSP}{many}"


def capital(text: str) -> str:
    """The same words with a capital to begin with: a title may follow « Objet : » in its text."""
    return text[:1].upper() + text[1:]


def name(row: Row) -> str:
    """What a document is called: its title, or its file's name when it has none; and which part of
    the file it is, for one answer among many."""
    title = capital(one_line(row["title"] or row["name"]))
    part = row["part"] if "part" in row.keys() else None  # noqa: SIM118  (a Row is no mapping)
    return f"{title} ({part})" if part else title


def label(printed: str) -> str:
    """A printed label without its time and colon: `[00:00:15] Question :` -> `Question`."""
    return re.sub(r"^\s*[\[(][\d:.,\s–-]*[\])]\s*|[\s:.–-]+$", "", printed) or printed


def says(title: str, words: str | None) -> bool:
    """Whether a title already holds these words, whatever blanks are between them."""
    return bool(words) and one_line(words or "") in one_line(title)


def identity(row: Row) -> str:
    """Nature, number and date of a document, on one line: `Circulaire n° 2012-063 du 7 février`."""
    pieces = [capital(row["kind"] or "")]
    if row["number"]:
        pieces.append(f"n°{NBSP}{row['number']}")
    if row["date"]:
        pieces.append(f"{'du' if len(row['date']) == 10 else 'de'} {day(row['date'])}")
    return capital(" ".join(piece for piece in pieces if piece))


def article(number_: str) -> str:
    """A normalised article number as codes print it: `L214-1-2` -> `L. 214-1-2`, `R*133-14` ->
    `R.* 133-14`."""
    found = re.match(r"([LRDA]|LO)(\*?)(\d.*)$", number_)
    return f"{found[1]}.{found[2]}{NBSP}{found[3]}" if found else number_


def quoted(words: str) -> str:
    """Words between French quotation marks. Marks already inside stay as they are: the words of
    a quotation are not retouched."""
    return f"«{NBSP}{words}{NBSP}»"


def one_line(text: str) -> str:
    """The same words with every run of blanks made one space (for display on one line)."""
    return " ".join(text.split())


def shorten(text: str, length: int = 160) -> str:
    """The beginning of a text, cut between two words, with an ellipsis where it was cut."""
    line = one_line(text)
    if len(line) <= length:
        return line
    cut = line.rfind(" ", 0, length)
    return line[: cut if cut > length // 2 else length].rstrip(" ,;:.") + "…"
