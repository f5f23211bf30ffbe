"""The people of a hearing: who is named at its head, and who stands behind a label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from corpus.french.fold import fold_word
from corpus.model import Role
from corpus.structure.lines import split_lines
from corpus.structure.people_names import first_name_first, initials, is_surname, key_of, same_sex
from corpus.structure.vocabulary import load
from corpus.structure.words import folded, words_of

# Below this likeness two spellings are two persons (« Checheur » and « Chercheur » are 94 alike).
ALIKE = 86
# Spellings are compared one by one, in hearings of a human size only.
MANY = 500


@dataclass(slots=True)
class Person:
    """Someone who may speak. `name` is the fullest form met, as printed."""

    name: str
    title: str = ""
    function: str | None = None
    organisation: str | None = None
    category: str | None = None
    role: Role | None = None

    @property
    def shown(self) -> str:
        """The canonical name: `Alain Milon` for « MILON Alain »; `Mme B.` and `M. Milon` keep the
        civility that tells them apart."""
        words = first_name_first(self.name.split())
        full = len(words) > 1 and not all(len(w.rstrip(".")) <= 1 for w in words)
        name = " ".join(words)
        return name if full or not self.title else f"{self.title} {name}"


@dataclass(slots=True)
class People:
    """Everyone known so far, and the holders of offices (`president` -> person)."""

    all: list[Person] = field(default_factory=list)
    by_word: dict[str, list[Person]] = field(default_factory=dict)
    mission: str | None = None
    chair: Person | None = None

    def match(self, title: str, name: str) -> Person | None:
        """The person meant by a label, by full name, surname or close spelling; None when two
        could be meant."""
        key = key_of(name)
        words = key.split()
        near = self.by_word.get(words[0], []) + self.by_word.get(words[-1], []) if words else []
        near = [p for p in near if same_sex(p.title, title)]
        found = {id(p): p for p in near if key_of(p.name) == key}
        if not found:
            found = {id(p): p for p in near if is_surname(p.name, key)}
        if not found and len(key) > 5 and len(self.all) <= MANY:
            found = {
                id(p): p
                for p in self.all
                if fuzz.ratio(key_of(p.name), key) >= ALIKE and same_sex(p.title, title)
            }
        return next(iter(found.values())) if len(found) == 1 else None

    def with_initials(self, label: str) -> Person | None:
        """The one person whose initials are the label (`MD` for Martine Descombes)."""
        if not 1 < len(label) < 5 or not label.isupper():
            return None
        found = [p for p in self.all if initials(p.name) == label]
        return found[0] if len(found) == 1 else None

    def holder(self, office: str) -> Person | None:
        """Who holds an office: « M. le président » is who chairs, « M. le président de l'Unaf »
        the president of that body, « M. le rapporteur » the last one said to be rapporteur."""
        head = _office_head(office)
        title = _civility_of(office)
        body = organisation_in(office)
        if head == "president" and (body is None or _chairs_the_session(folded(office))):
            chair = self.chair
            return chair if chair is not None and same_sex(chair.title, title) else None
        for person in reversed(self.all):
            if (
                head is not None
                and person.function
                and _office_head(person.function) == head
                and same_sex(person.title, title)
                and (body is None or fold_word(body) == fold_word(person.organisation or ""))
            ):
                return person
        return None

    def add(self, person: Person) -> Person:
        """Make a person known, or complete the one already known by that name."""
        known = self.match(person.title, person.name)
        if known is None:
            return self.enter(person)
        if len(person.name) > len(known.name):
            known.name = person.name
            self._index(known)
        known.title = known.title or person.title
        known.function = known.function or person.function
        known.organisation = known.organisation or person.organisation
        known.category = known.category or person.category
        known.role = known.role or person.role
        return known

    def enter(self, person: Person) -> Person:
        """Make someone known who is nobody met before."""
        self.all.append(person)
        self._index(person)
        return person

    def _index(self, person: Person) -> None:
        words = key_of(person.name).split()
        for word in {*words[:1], *words[-1:]}:
            self.by_word.setdefault(word, []).append(person)

    def promote(self, person: Person) -> None:
        """This person is now the latest holder of its office, and chairs if that is the office."""
        if person.role == "chair":
            self.chair = person
        self.all.remove(person)
        self.all.append(person)


def read_head(text: str, end: int) -> People:
    """The people named before the first turn: lists of those present, « Présidence de… »,
    « Audition de… », « Pour la mission : … »."""
    people = People()
    role: Role | None = None
    for line in split_lines(text, 0, end):
        words = words_of(text, line.start, line.end)
        if people.mission is None and len(words) < 120 and folded(words).startswith("mission "):
            quoted = re.match(r"[^«»]*«[^«»]*»", words)
            people.mission = quoted.group() if quoted else words
        header = _header(words)
        if header is not None:
            role, rest = header
            for person in _persons(rest, announced=True):
                person.role = person.role or role
                known = people.add(person)
                if role == "chair":
                    people.chair = known
            continue
        if folded(words).rstrip(" :").endswith(_gathering()) and words.rstrip().endswith(":"):
            role = "witness"
            continue
        found = _person_line(words)
        if found is not None and role is not None:
            found.role = found.role or role
            people.add(found)
        elif found is None and line.gap == 0:
            role = None
    return people


def read_presidency(people: People, words: str) -> bool:
    """« Présidence de Mme X, vice-présidente » in the middle of a hearing."""
    header = _header(words)
    if (
        header is None
        or header[0] != "chair"
        or not fold_word(words).startswith(("presid", "sous"))
    ):
        return False
    for person in _persons(header[1]):
        known = people.add(person)
        known.role = "chair"
        people.promote(known)
    return True


def role_of(function: str | None) -> Role | None:
    """The role that a function gives in a hearing (`data/hearing.yaml`)."""
    if not function:
        return None
    words = folded(function)
    for role, pattern in _functions():
        if pattern.search(words):
            if role == "chair" and not _chairs_the_session(words):
                return "witness"
            return role
    return None


def organisation_in(function: str | None) -> str | None:
    """The organisation a function names: « accueillante au Laep La Cabane bleue »."""
    if not function:
        return None
    words = folded(function)
    if len(words) != len(function):  # « œ » takes two letters once folded
        words = function.lower()
    found = [m for m in _organisations().finditer(words) if not _PLACE.match(m.group())]
    if not found:
        return None
    # « coordonnatrice du réseau parentalité, Caf de la Loire » works for the last one named.
    match = next((m for m in reversed(found) if m.group()[0] in ",("), found[0])
    start = match.start("body")
    stop = re.compile(r"[,;(–—]").search(function, start)
    return function[start : stop.start() if stop else len(function)].strip() or None


def category_of(function: str | None) -> str | None:
    """The category a quality gives: « mère de deux enfants » is a parent."""
    words = folded(function) if function else ""
    for category, pattern in _categories():
        if words and pattern.match(words):
            return category
    return None


def split_title(words: str) -> tuple[str, str]:
    """« Mme Durand » -> (« Mme », « Durand »)."""
    match = _civility().match(words)
    if match is None:
        return "", words.strip()
    return match.group().strip(), words[match.end() :].strip()


# ---------------------------------------------------------------- reading the head


def _header(words: str) -> tuple[Role, str] | None:
    words = words.lstrip(" –—-•*")
    line = folded(words)
    for role, pattern in _headers():
        match = pattern.match(line)
        if match is None:
            continue
        rest = words[match.end() :].strip(" :–-*")
        announced = match.group().rstrip().endswith(":") or not rest
        if announced or _civility().match(rest) or _civility().match(_DE.sub("", rest)):
            return role, rest
    return None


# « assistante familiale dans le département de la Loire » says where, not for whom.
_PLACE = re.compile(r"dans (?:le departement|la commune|la ville|la metropole)\b")
_DE = re.compile(r"^(?:de|d['’]|du)\s*", re.IGNORECASE)


def _persons(words: str, announced: bool = False) -> Iterator[Person]:
    """The people in « Mme Rocher, M. Delvaux » or « de Mme X, directrice de…, et de M. Y »;
    where they are `announced`, a bare name is one of them."""
    for part in _between().split(words):
        person = _person_line(_DE.sub("", part.strip(" ,;.")), announced)
        if person is not None:
            yield person


def _person_line(words: str, announced: bool = False) -> Person | None:
    match = _person().match(_CODE.sub("", words.strip(" \t-–—•*")))
    if match is None:
        return None
    title, name = split_title(match["name"])
    function = (match["function"] or match["group"] or "").strip(" ,") or None
    if not (title or announced or function or match["category"]):
        return None
    role = _role_in_list(function)
    return Person(
        name.rstrip(",") if len(name.rstrip(".").rsplit(" ", 1)[-1]) == 1 else name.rstrip(",."),
        title,
        function,
        organisation_in(function) if role != "interviewer" else None,
        match["category"] or category_of(function),
        role,
    )


def _role_in_list(function: str | None) -> Role | None:
    """What « (mission) », « rapporteur » say in a list; other functions are of those heard."""
    if function and _asking().match(folded(function)):
        return "interviewer"
    role = role_of(function)
    return role if role in ("chair", "rapporteur") else None


# `[MD] Martine Descombes`, `MD : Martine Descombes`: the label that stands for a name.
_CODE = re.compile(r"^(?:\[[^\]\[]{1,12}\]|[A-Z]{2,4}\s?[:=])\s*")


@lru_cache(maxsize=1)
def _person() -> re.Pattern[str]:
    small = "|".join(re.escape(w) for w in load("hearing")["particules"])
    capital = r"[A-ZÀ-ÝŒ][\w'’-]*\.?"
    return re.compile(
        rf"(?P<name>(?:(?:{_titles()})\s+)?(?:(?:{small})\s?)?{capital}"
        rf"(?:\s(?:(?:{small})\s?)?{capital}){{0,4}})"
        r"(?:\s*\((?P<group>[^()]*)\))?(?:\s*,\s*(?P<function>.{2,200}?))?"
        r"(?:\s+[–—-]\s+(?P<category>[^–—]{2,60}?))?\s*[.;]?$"
    )


@lru_cache(maxsize=1)
def _between() -> re.Pattern[str]:
    return re.compile(
        rf"\s*;\s*|(?<=\))\s*,\s*|\s*,?\s+et\s+(?:de\s+|d['’])?(?={_titles()}\s)|\s*,\s*(?={_titles()}\s)"
    )


@lru_cache(maxsize=1)
def _civility() -> re.Pattern[str]:
    return re.compile(rf"(?:{_titles()})\s+")


@lru_cache(maxsize=1)
def _titles() -> str:
    titles = sorted(load("hearing")["civilites"], key=len, reverse=True)
    return "(?:" + "|".join(re.escape(t) for t in titles) + ")"


@lru_cache(maxsize=1)
def _headers() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple(
        (entry["role"], re.compile(rf"(?:{_folded(entry['formes'])})(?!\w)\s*:?\s*"))
        for entry in load("hearing")["entetes"]
    )


@lru_cache(maxsize=1)
def _gathering() -> tuple[str, ...]:
    """How a line ends that announces those heard (« Table ronde sur l'accueil, réunissant : »)."""
    return tuple(fold_word(word) for word in load("hearing")["reunion"])


@lru_cache(maxsize=1)
def _functions() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple(
        (entry["role"], re.compile(rf"(?<!\w)(?:{_folded(entry['mots'])})(?!\w)"))
        for entry in load("hearing")["fonctions"]
    )


@lru_cache(maxsize=1)
def _categories() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (entry["nom"], re.compile(rf"(?:{_folded(entry['mots'])})(?!\w)"))
        for entry in load("hearing")["categories"]
    )


@lru_cache(maxsize=1)
def _asking() -> re.Pattern[str]:
    return re.compile(rf"(?:{_folded(load('hearing')['membres_de_la_mission'])})(?!\w)")


@lru_cache(maxsize=1)
def _organisations() -> re.Pattern[str]:
    # « assistante de service social » is a profession: a bare « de » leads to no organisation.
    before = r"(?:^|,\s*|\(|\b(?:au|aux|a la|a l'|de la|de l'|du|des|chez|pour|en|dans|la|le)\s*)"
    names = _folded(load("hearing")["organismes"])
    return re.compile(rf"{before}(?P<body>(?:{names})(?![\w-])[^,;(]*)")


def _folded(words: list[str]) -> str:
    ordered = sorted({fold_word(w) for w in words}, key=len, reverse=True)
    return "|".join(re.escape(w) for w in ordered)


# ---------------------------------------------------------------- offices


def _civility_of(office: str) -> str:
    title, _ = split_title(office)
    return title or ("Mme" if re.match(r"(?i)la\s", office) else "")


def _chairs_the_session(function: str) -> bool:
    """« président de l'association » does not; « président (de la commission) » does."""
    body = organisation_in(function)
    if body is None:
        return not re.search(r"\bpresidente?s?\s+d", function)
    return any(fold_word(word) in body for word in load("hearing")["preside_la_seance"])


def _office_head(office: str) -> str | None:
    """The masculine stem of the office: « Mme la présidente » -> « president »."""
    words = folded(office)
    for _, pattern in _functions():
        match = pattern.search(words)
        if match is not None:
            stem = match.group().rstrip("s")
            return re.sub(r"(?:trice|teur)$", "teur", stem).removesuffix("e")
    return None
