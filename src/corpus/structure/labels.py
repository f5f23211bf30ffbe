"""Labels of turns, as people type them: where they stand, and what they are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.french.fold import fold_word
from corpus.structure.vocabulary import load


@dataclass(slots=True)
class Label:
    """A candidate label: `start:end` with its times and punctuation, `name` its words alone.

    `shape`: bracket (`[Chercheur]`), role (`Question`, `Q3`), office (`M. le président`), titled
    (`Mme B.`), name (`DURAND Paul`), clock (name and time alone on a line).
    """

    start: int
    end: int
    shape: str
    printed: str
    name: str
    extra: str = ""
    time: str | None = None
    time_to: str | None = None
    weak: bool = False

    @property
    def key(self) -> str:
        """The form under which labels are compared."""
        return fold_word(self.name)


_TIME = r"\d{1,2}\s?[:hH]\s?\d{1,3}(?:\s?[:'mM]\s?\d{1,2})?(?:[.,]\d{1,3})?"
# Whatever stands in brackets and is made as times are: `(0:01 - 0:11)`, `(3:32 -  : )`, `()`.
_TIMES = r"[\[(<][\d:.,'hHmM\s–—>à-]{0,40}[\])>]"
_NUMERAL = re.compile(r"[IVXLC]+\.?|[A-Z]\.?")
_TIME_ABOVE = re.compile(rf"(?:^|\n)[ \t]*(?P<stamp>[\[(<]?{_TIME}[\])>]?)[ \t]*\n\s*\Z")
_SHAPES = ("bracket", "role", "office", "titled", "name", "clocked", "cued")
_STAMPS = ("before", "after", "during", "clock", "range")
# A full stop closes an initial (`J.-P. Durand`), and no other word of a name.
_CAPITAL = r"(?:[A-ZÀ-ÝŒ]\.(?:-[A-ZÀ-ÝŒ]\.)?|[A-ZÀ-ÝŒ][^\W\d_]*(?:['’·-][^\W\d_]+)*)"


@lru_cache(maxsize=1)
def label_pattern() -> re.Pattern[str]:
    """One expression for every shape, tried at each line start. Every repetition is bounded."""
    data = load("hearing")
    roles = _any(form for entry in data["etiquettes"] for form in entry["formes"])
    unknown = _any(data["personnes_indefinies"])
    titles = _any(data["civilites"])
    small = "|".join(re.escape(w) for w in data["particules"])
    functions = _any(
        word
        for entry in data["fonctions"]
        for word in entry["mots"]
        if not word.endswith("mission")
    )
    name = rf"{_CAPITAL}(?:[ \u00a0\u202f]{{1,3}}(?:(?:{small})[ \u00a0]?)?{_CAPITAL}){{0,5}}"
    office = (
        rf"(?:(?:{titles})[ \u00a0]+(?i:le|la|l['’])|Le|La|L['’])[ \u00a0]?(?i:{functions})\b"
        r"(?:[ \u00a0](?!:)[^\W\d_](?:[\w'’.-]*[\w'’-])?){0,8}?"
    )
    both = rf"(?:[ \u00a0]+et[ \u00a0]+(?:(?:{titles})[ \u00a0]+)?{name})?"
    titled = rf"(?:{titles})[ \u00a0\u202f]+(?:{small}[ \u00a0]?)?{name}{both}"
    separator = (
        r":|\.\s?[–—-](?=\s)|\s[–—](?=\s)|(?<=[QR])\.(?=\s)"
        r"|(?P<weak>\.)(?=[ \u00a0\u202f]+[A-ZÀ-Ý«])"
    )
    blank = "[ \u00a0\u202f]"
    spoken = rf"""
        (?:(?:Le|La|L['’])[ \u00a0]?)?
        (?P<role>(?i:{roles}|{unknown})(?:\s?(?:n\s?°\s?)?\d{{1,3}}|\s[A-Z])?)
      | (?P<office>{office})
      | (?P<titled>{titled})
      | (?P<name>{name}(?:[ ]\d{{1,2}})?)
    """
    bracket = rf"""
        [\[{{](?P<bracket>[^\]\[}}\n]{{1,60}})[\]}}][ \t\u00a0]{{0,9}}(?P<after>{_TIMES})?
        [*_]{{0,3}}[ \t]{{0,9}}(?:[:.](?=\s|$)|[–—-](?=\s))?
    """
    clocked = rf"""
        (?P<clocked>{name}|(?i:{roles})[ ]?\d{{0,2}})
        (?:[ \u00a0]{{2,60}}|\t{{1,9}}[ ]{{0,9}}|[ ]{{1,9}}(?=\())
        (?P<clock>\(?{_TIME}\)?)[ \t]*+$
    """
    cued = rf"""
        (?P<range>{_TIME}\s*-->\s*{_TIME})[ \t]*+\n{{1,3}}(?P<cued>{name})[ \t]*+$
    """
    return re.compile(
        rf"""^[ \t\u00a0]*+(?:[-–—•>]{{1,2}}\s?)?(?:
          (?P<before>{_TIMES}|{_TIME}(?=[ \t]))?[ \t]*+[-–—]?[ \t]*+
          (?:[*_]{{1,3}})?
          (?:
            {bracket}
          | [#@]?(?:{spoken})
            (?P<extra>,[ \u00a0][^:\n]{{2,140}}?|[ \u00a0]?\([^()\n:]{{1,90}}\))?
            [*_]{{0,3}}{blank}{{0,3}}(?P<during>{_TIMES})?[*_]{{0,3}}{blank}{{0,3}}
            (?P<separator>{separator})[*_]{{0,3}}
          )
        | {clocked}
        | {cued}
        )""",
        re.VERBOSE | re.MULTILINE,
    )


def find_labels(text: str) -> list[Label]:
    """Every place that looks like a label, whatever it is worth; `speech` judges them."""
    labels: list[Label] = []
    for match in label_pattern().finditer(text):
        label = _read(match)
        if label is not None:
            _take_time_above(text, label)
            labels.append(label)
    return labels


def _take_time_above(text: str, label: Label) -> None:
    """A time alone on the line above belongs to the label, and not to the turn before."""
    if label.time is not None or label.start == 0:
        return
    match = _TIME_ABOVE.search(text, max(0, label.start - 40), label.start)
    if match is not None:
        label.start = match.start("stamp")
        label.printed = text[label.start : label.end].strip()
        label.time = "".join(match["stamp"].strip("[]()<> ").split())


def lone_labels(text: str) -> list[Label]:
    """Names and roles alone on their line, without any mark; worth something only when they come
    back in turns, which `speech` sees to."""
    labels: list[Label] = []
    for match in _lone_pattern().finditer(text):
        name = tidy_name(match["name"])
        if fold_word(name) not in _never():
            shape = "role" if match["role"] else "name"
            start, end = match.span("label")
            labels.append(Label(start, end, shape, text[start:end], name))
    return labels


@lru_cache(maxsize=1)
def _lone_pattern() -> re.Pattern[str]:
    data = load("hearing")
    roles = _any(form for entry in data["etiquettes"] for form in entry["formes"] if len(form) > 2)
    titles = _any(data["civilites"])
    return re.compile(
        rf"^[ \t]*+(?P<label>[*_]{{0,3}}(?P<name>(?P<role>(?i:{roles})(?:\s?\d{{1,2}})?)"
        rf"|(?:(?:{titles})[ ])?{_CAPITAL}(?:[ ]{_CAPITAL}){{1,3}})[*_]{{0,3}})[ \t]*+$",
        re.MULTILINE,
    )


def _read(match: re.Match[str]) -> Label | None:
    shape = next((shape for shape in _SHAPES if match[shape]), None)
    if shape is None or _is_no_label(match, shape):
        return None
    extra = (match["extra"] or "").strip(" ,\u00a0").removeprefix("(")
    extra = extra.removesuffix(")") if "(" not in extra else extra
    name = tidy_name(match[shape])
    if match["separator"] and _lists_someone(match, extra):
        return None
    if _tells_a_story(extra) or (shape == "office" and _tells_a_story(name)):
        return None
    stamp = next((match[group] for group in _STAMPS if match[group]), "")
    times = ["".join(time.split()) for time in re.findall(_TIME, stamp)]
    start = match.start()
    while match.string[start] in " \t\u00a0":
        start += 1
    return Label(
        start,
        match.end(),
        "clock" if shape in ("clocked", "cued") else shape,
        match.string[start : match.end()].strip(),
        name,
        " ".join(extra.split()),
        times[0] if times else None,
        times[1] if len(times) > 1 else None,
        match["weak"] is not None,
    )


def _is_no_label(match: re.Match[str], shape: str) -> bool:
    """« Objet : », « Note : », and any words but a person's before a mere full stop."""
    if match["weak"] is not None and shape not in ("titled", "office"):
        return True
    if shape == "name" and match["separator"] != ":" and _NUMERAL.fullmatch(match["name"]):
        return True  # « II. – Les exploitants… »
    bare = shape in ("name", "clocked", "cued")
    return bare and fold_word(tidy_name(match[shape])) in _never()


def tidy_name(words: str) -> str:
    """One line, without the full stop of « M. Milon. – »; that of an initial (`Mme B.`) stays."""
    name = " ".join(words.replace("\u00a0", " ").replace("\u202f", " ").split())
    last = name.rstrip(".").rsplit(" ", 1)[-1].rsplit("-", 1)[-1].rsplit(".", 1)[-1]
    return name if len(last) <= 1 or not name.endswith(".") else name.rstrip(".")


def _lists_someone(match: re.Match[str], extra: str) -> bool:
    """« - Mme B., mère de deux enfants – parent » stands in a list of people present."""
    if "." in match["separator"] or ":" in match["separator"]:
        return False
    if match.group().lstrip()[:1] in "-–—•":
        return True
    return bool(extra) and not (match["extra"].lstrip().startswith("(") and _speech_follows(match))


def _speech_follows(match: re.Match[str]) -> bool:
    """« M. Touré (juge) – Volontiers. Depuis 2016… » says something: more than a category's words,
    and a sentence that ends."""
    rest = match.string[match.end() : match.end() + 400].partition("\n")[0].strip()
    return len(rest) > 60 or rest.endswith((".", "?", "!", "…", "»"))


@lru_cache(maxsize=1)
def _never() -> frozenset[str]:
    return frozenset(fold_word(word) for word in load("hearing")["jamais"])


@lru_cache(maxsize=1)
def _story() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(load('hearing')['recit'])})(?!\w)")


def _tells_a_story(words: str) -> bool:
    return bool(words) and _story().search(words) is not None


def _any(words: object) -> str:
    ordered = sorted({str(w) for w in words}, key=len, reverse=True)  # type: ignore[attr-defined]
    return "|".join(re.escape(w).replace(r"\ ", r"[ \u00a0]") for w in ordered)
