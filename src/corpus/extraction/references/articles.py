"""Article numbers: one, lists and ranges, with the alinéas and points around them."""

from __future__ import annotations

import re

from corpus.extraction.references.found import Articles
from corpus.extraction.references.patterns import DASH, FIRST, compact
from corpus.french.fold import fold_word
from corpus.french.numbers import LATIN_SUFFIXES, parse_ordinal, parse_roman

_LATIN = "|".join(sorted(LATIN_SUFFIXES, key=len, reverse=True))
_ORDINAL = (
    r"(?:premi(?:er|ère)s?|deuxième|second[es]?|troisième|quatrième|cinquième|sixième|septième"
    r"|huitième|neuvième|dixième|onzième|douzième|treizième|quatorzième|quinzième|seizième"
    r"|dix-septième|dix-huitième|vingtième|vingt\s+et\s+unième|avant[- ]derni(?:er|ère)"
    r"|derni(?:er|ère)s?|\d{1,2}\s?(?:er|[eè]re|[eè]me|e|ᵉʳ|ᵉ)(?!\w))"
)
_COUNTED = r"(?:(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix)\s+)?"
_AND = r"\s*(?:,|et|ou|à|au|aux|,\s*et|et\s+aux?|,\s*aux?)\s+(?:l['’]|les?\s+)?"
_UNITS = r"(?:alin[ée]as?|phrases?|tirets?|paragraphes?)"
_DEGREES = r"(?:\$?\s?[1-9]\d?\s?(?:[°º˚]|\^\s?\{?\s?\\circ\s?\}?\s?\$?)(?:\s?(?:bis|ter|quater))?)"
_ROMANS = rf"(?-i:[IVX]{{1,6}})(?![\w'’]|[-.]\d)(?:\s?(?:{_LATIN})\b)?(?:[-\s][A-Z](?![\w'’]))?"
_LETTERS = (
    r"(?:[a-z](?:\s?(?:bis|ter))?\s?\)|(?-i:[a-h])(?=\s+d[ue]\s|\s*,\s*[a-h]\b|\s+et\s+[a-h]\b))"
)
_POINT = (
    rf"(?:{_COUNTED}{_ORDINAL}(?:{_AND}{_ORDINAL})*\s+{_UNITS}"
    rf"|(?:{_UNITS}|§+|points?|n°)\s*[1-9]\d?(?:[.-]\d{{1,2}})*(?!\d|\s*°)(?:er)?(?:{_AND}[1-9]\d?(?!\d)(?:er)?)*"
    rf"|{_DEGREES}(?:{_AND}{_DEGREES})*|{_ROMANS}(?:{_AND}{_ROMANS})*"
    rf"|(?:points?\s+)?{_LETTERS}(?:{_AND}{_LETTERS})*|{_COUNTED}{_ORDINAL})"
)
_OF = r"(?:du|de\s+la|de\s+l\s?['’]|des|de|d['’])"
# What may stand before the word `article`: `au 1° et au 3° du I de l'`.
_BEFORE = re.compile(
    rf"(?<![\w°.-])(?<!\d\s){_POINT}(?:(?:\s*,)?\s*(?:{_OF}\s*|(?:et|ou)\s+(?:à\s+la|à\s+l['’]|aux?|la|le)?\s*)?{_POINT})*"
    rf"\.?(?:\s+|\s*,\s*){_OF}\s*\Z",
    re.IGNORECASE,
)
_MAY_PRECEDE = re.compile(r"(?:de\s+l\s?['’]|\bdes\s|\bde\s|\bd['’]|\bdudit\s)\s*\Z", re.IGNORECASE)
_H = r"[^\S\n]*"
_AFTER_POINT = (
    rf"(?:{_COUNTED}{_ORDINAL}\s+{_UNITS}|{_UNITS}\s*[1-9]\d?(?!\d)(?:er)?(?:{_AND}[1-9]\d?(?!\d))*"
    rf"|§\s*\d+|{_DEGREES}(?:{_AND}{_DEGREES})*|{_ROMANS}(?:\s?[.-]\s?{_DEGREES})?|(?-i:[a-z])\s?\))"
)
_AFTER = re.compile(
    rf"(?:{_H}\(\s*{_AFTER_POINT}(?:\s*,?\s*{_AFTER_POINT})*\s*\)"
    rf"|{_H}(?:,\s*|{DASH}{_H}|\.(?=[IVX]))?(?:au\s+)?{_AFTER_POINT})+",
    re.IGNORECASE,
)
# `l'article 2, au II de l'article 7`: these points open the next citation.
_OF_NEXT = re.compile(r"\s+(?:de\s+l\s?['’]|des\s)\s*art", re.IGNORECASE)

_PREFIX = (
    r"(?P<letter>(?-i:L\s?\.?\s?O|[LRDA])|[lrda](?=\s?\.?\s?\*?\s?\$?\d))(?![^\W\d_])\s*\.?\s*"
    r"(?P<star>\*{1,2}|°)?\s*[.,]?\s*\$?\s*"
)
_SUFFIX = (
    rf"(?:\s?(?:{_LATIN})\b)?(?:\s?-\s?0(?!\d))?"
    r"(?:\s(?!(?-i:[IVX]+)\b)(?-i:[A-Z]{1,2})(?![\w'’.°)])(?=\s*(?:[,;)\n]|\Z|du\b|de\b|des\b|et\b|ou\b|à\b)))?"
    rf"(?:\s(?:{_LATIN})\b)?"
)
_PREFIXED = re.compile(
    rf"{_PREFIX}(?P<number>\d{{1,5}}(?:\s?{DASH}\s*\d{{1,4}}(?!\d)|\.\d{{1,3}}(?![\d.]))*)\$?"
    rf"(?P<suffix>{_SUFFIX})",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    rf"\$?\s?(?:(?P<first>{FIRST}|premier\b(?!\s+(?:alin|tiret|phrase|paragraphe|point))|unique\b)"
    rf"|(?P<number>\d{{1,4}}(?:{DASH}\s*\d{{1,4}}(?!\d)|\s?\.\d{{1,3}}(?!\d))*(?:(?<=\.\d)\.[a-zA-Z](?!\w))?)\$?(?!\d|\s?[°%])"
    rf"(?P<suffix>{_SUFFIX})|(?P<roman>(?-i:[IVX]+)(?:er)?(?:[-.]\d{{1,3}}(?:[-.]\d{{1,3}})*)?)(?![\w'’]))",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s*(?P<word>,\s*(?:et\s+|ou\s+|ainsi\s+que\s+)?|;\s*|/\s*|et/ou\s+|\bet\s+|\bou\s+|\bainsi\s+que\s+|\bà\s+|\bau\s+"
    r"|\bjusqu['’]\s?à\s+|\bpuis\s+)(?:l\s?['’]\s?|les?\s+|aux?\s+|à\s+l['’]|à\s+|de\s+l['’]|des?\s+)?",
    re.IGNORECASE,
)
_TAKEN_UP = re.compile(
    r"\s*(?:,\s*)?(?:et|ou|ainsi\s+que)\s+(?:à\s+|de\s+)?l\s?['’]\s?\Z", re.IGNORECASE
)
_RANGE = re.compile(r"\s*(?:à|au|jusqu['’]\s?à)\s", re.IGNORECASE)
_FOLLOWING = re.compile(r"\s*(?:et|&)\s+(?:suivants?|suiv\.|s\.|ss\.)", re.IGNORECASE)
_GLOSS = re.compile(r"\s*\((?!\s*\d)[^()\n]{2,80}\)")
# A plain number after a comma may count something (`articles 3, 5 jours après`).
_COUNTS = re.compile(
    r"\s*(?:%|€|euros?\b|jours?\b|mois\b|ans?\b|années?\b|heures?\b|minutes?\b|semaines?\b|km|m\b|m²|"
    r"mètres?\b|fois\b|personnes?\b|millions?\b|kg|/\d|:\d|h\d|"
    r"janv|févr|mars\b|avril|mai\b|juin|juil|août|sept|oct|nov|déc)",
    re.IGNORECASE,
)
_POINTS = re.compile(_POINT, re.IGNORECASE)
_ORDINALS = re.compile(_ORDINAL, re.IGNORECASE)
_UNIT = re.compile(_UNITS, re.IGNORECASE)
_MARKS = re.compile(r"\d+\s?°|[IVX]+|§\s*\d+|\b[a-z]\b|\d+")
_NUMBERS = re.compile(r"\d+(?:[.-]\d+)*")
_LATEX_DEGREE = re.compile(r"\s?\^\s?\{?\s?\\circ\s?\}?\s?\$?")
_DASHES = re.compile(DASH)
_TIGHT = re.compile(r"\s?-\s?")
_HEAD = re.compile(
    r"art(?:icle(?P<plural>s)?(?!\w)|(?P<many>s)?\b\.?)(?:\s*n\s?°)?\s*", re.IGNORECASE
)


def read_articles(text: str, position: int) -> Articles | None:
    """The list that starts with the word `article(s)` or `art.` at `position`, or, without that
    word, with a letter and a number (`L. 214-1-2`); None when no number follows."""
    head = _HEAD.match(text, position)
    start = head.end() if head else position
    plural = bool(head and (head.group("plural") or head.group("many")))
    first = _item(text, start, None)
    if first is None or (head is None and not first[2]):
        return None
    if text[start : start + 1] in "IVX" and "\n" in text[position:start]:
        return None
    number, end, letter = first
    found = Articles(position, end, [number], plural=plural, headed=head is not None)
    _continue(text, found, letter)
    return found


def read_points_before(text: str, position: int) -> tuple[int, list[str]] | None:
    """The points that govern the article at `position` (`au 1° du I de l'`): start and names."""
    low = max(0, position - 160)
    if not _MAY_PRECEDE.search(text, max(0, position - 10), position):
        return None
    match = _BEFORE.search(text, low, position)
    return (match.start(), points_of(match.group())) if match else None


def points_of(text: str) -> list[str]:
    """The points named in `text`, normalised: `alinéa 1`, `phrase 2`, `1°`, `I`, `a`."""
    points: list[str] = []
    text = _LATEX_DEGREE.sub("°", text)
    for match in _POINTS.finditer(text):
        raw = compact(match.group())
        ordinals = _ORDINALS.findall(raw)
        unit = _UNIT.search(raw)
        if unit and ordinals:
            name = fold_word(unit.group()).rstrip("s").replace("alinea", "alinéa")
            points += [f"{name} {parse_ordinal(one) or fold_word(one)}" for one in ordinals]
        elif raw.lower().startswith("point") and _NUMBERS.search(raw):
            points += [f"point {one}" for one in _NUMBERS.findall(raw)]
        elif unit:
            name = fold_word(unit.group()).rstrip("s").replace("alinea", "alinéa")
            points += [f"{name} {one}" for one in _NUMBERS.findall(raw)]
        else:
            points += _MARKS.findall(raw)
    return [point.replace(" °", "°") for point in points]


def _continue(text: str, found: Articles, letter: str) -> None:
    """Reads the rest of the list after its first number."""
    while True:
        _take_points(text, found)
        _take_following(text, found)
        gloss = _GLOSS.match(text, found.end) if found.plural else None
        at = gloss.end() if gloss else found.end
        separator = _SEPARATOR.match(text, at)
        if not separator:
            break
        again = _HEAD.match(text, separator.end())
        if again and not _glued(separator.group(), found.plural):
            break
        item = _item(text, again.end() if again else separator.end(), letter)
        item = _completed(item, found.numbers[-1]) if item and letter else item
        if item is None or not _belongs(text, found, item):
            break
        number, end, item_letter = item
        if _RANGE.match(separator.group()):
            found.ranges.append((found.numbers[-1], number))
        found.numbers.append(number)
        found.end, letter = end, item_letter or letter


def _take_following(text: str, found: Articles) -> None:
    match = _FOLLOWING.match(text, found.end)
    if match:
        found.end = match.end()
        found.points.append("et suivants")


def _glued(separator: str, plural: bool) -> bool:
    """True when nothing but a comma or `et` parts two heads (`article L. 1, article L. 2`); in a
    list, the preposition that comes back too (`aux articles R. 1 à R. 10 et à l'article R. 19`)."""
    return separator.strip() in (",", "et", "ou") or (plural and bool(_TAKEN_UP.match(separator)))


def _take_points(text: str, found: Articles) -> None:
    match = _AFTER.match(text, found.end)
    if match is None or _COUNTS.match(text, match.end()) or _OF_NEXT.match(text, match.end()):
        return
    found.points += points_of(match.group())
    found.end = match.end()


def _completed(item: tuple[str, int, str], before: str) -> tuple[str, int, str]:
    """`R. 211-80 à 85`, `L. 212-1 et 3`: a lone number takes what precedes the last hyphen."""
    stem, hyphen, _ = before.rpartition("-")
    if item[2] or not hyphen or not item[0].isdigit() or len(item[0]) > 3:
        return item
    return f"{stem}-{item[0]}", item[1], ""


def _belongs(text: str, found: Articles, item: tuple[str, int, str]) -> bool:
    """Whether the number after a separator is one more article and not another thing counted."""
    if item[2]:
        return True
    if _COUNTS.match(text, item[1]):
        return False
    if item[0][0] in "IVX" and found.numbers[-1][0] not in "IVX":
        return False
    return found.plural


def _item(text: str, position: int, letter: str | None) -> tuple[str, int, str] | None:
    """One article number at `position`: normalised, its end, and its letter."""
    match = _PREFIXED.match(text, position)
    if match:
        prefix = "".join(c for c in match.group("letter") if c.isalpha()).upper()
        star = "*" if match.group("star") in ("*", "**", "°") else ""
        number = _digits(match.group("number")).replace(".", "-")
        return prefix + star + number + _suffix(match.group("suffix")), match.end(), prefix + star
    match = _PLAIN.match(text, position)
    if not match:
        return None
    if match.group("first"):
        number = "unique" if match.group("first").lower() == "unique" else "1"
    elif match.group("roman"):
        number = match.group("roman")
        head = re.split(r"[-.]", number)[0]
        if letter or parse_roman(head.removesuffix("er")) is None:
            return None
        number = "1" if head == "Ier" else number.replace(".", "-")
    else:
        number = _digits(match.group("number")) + _suffix(match.group("suffix"))
        end = match.end("suffix") if match.group("suffix") else match.end()
        inherited = letter if letter and "-" in number else ""
        return (inherited or "") + number, end, ""
    return number, match.end(), ""


def _digits(raw: str) -> str:
    return _DASHES.sub("-", "".join(raw.split()))


def _suffix(raw: str | None) -> str:
    if not raw or not raw.strip():
        return ""
    tight = _TIGHT.sub("-", compact(raw))
    return tight if tight.startswith("-") else f" {tight}"


def article_key(label: str) -> str | None:
    """An article's printed number as citations are normalised (`R*. 132-6`: `R*132-6`, `1er`: `1`),
    None when it is no number."""
    item = _item(label, 0, None)
    return item[0] if item else None
