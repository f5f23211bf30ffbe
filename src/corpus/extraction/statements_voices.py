"""Whom a text's voices name: who signs, who is written to, and `je`, `on`, `vous` when heard."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from corpus.extraction.lexicon_gender import head_length, masculine, singular
from corpus.extraction.statements_names import only_private_body
from corpus.extraction.statements_sentence import View
from corpus.french.fold import fold, fold_word, stem_word
from corpus.model import Mention, Structure, Turn

OWN = frozenset(("je", "j'", "on", "nous", "me", "m'"))
_SIDE = frozenset(("on", "nous"))
_OF_ASSOCIATIONS = "organisme/association"
# `préfets de département (directions départementales …)`
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_AND = re.compile(r"\s+et\s+")
_LINE_END = re.compile(r"[\n;.]")
_SURNAME = 4
_CHARTER = 30
# A letter greets in its first part.
_LETTER = 4000
# What follows a name between commas or brackets.
_QUALITY = re.compile(r",?\s*\(?([a-zà-ÿ][^,;.()\n]{4,80})")
# A page names whose it is in its first lines.
_HEAD = 400


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    source = Path(__file__).with_name("statements_voices.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(source)
    articles = "|".join(data["articles"])
    data["readers"] = re.compile(
        rf"\b(?:{'|'.join(data['lecteur'])}) (?:(?:{articles}) )?(\w+)", re.IGNORECASE
    )
    data["greetings"] = re.compile(
        rf"^(?:{'|'.join(data['salutations'])}) (?:{articles}) ([^,\n]{{3,120}}),\s*$", re.M
    )
    data["objects"] = re.compile(
        rf"^(?:{'|'.join(data['objet'])})\s*:\s*(mission [^\n]+)$", re.M | re.I
    )
    data["parents"] = tuple(data["parents"])
    data["teams"] = re.compile("|".join(data["équipe"]), re.IGNORECASE)
    data["charters"] = re.compile("|".join(data["charte"]), re.IGNORECASE)
    return data


def several(name: str, heads: Collection[str], bodies: Collection[str]) -> str:
    """The canonical name of those addressed together: each in the masculine singular, parted by
    commas (`présidentes et présidents des associations` -> `président d'association`). `heads`
    are the nouns of people, `bodies` those of bodies, which are singular with their heads."""
    whole: list[str] = []
    for part in _AND.split(name):
        first = fold(singular(part.split()[0])) if part.split() else ""
        if whole and first not in heads and fold(masculine(first)) not in heads:
            whole[-1] = f"{whole[-1]} et {part}"
        else:
            whole.append(part)
    parts = [_one(part.split(), bodies) for part in whole]
    kept = [
        part
        for at, part in enumerate(parts)
        if part
        and not any(later.startswith(f"{part} ") or later == part for later in parts[at + 1 :])
    ]
    return ", ".join(kept)


def _one(words: list[str], bodies: Collection[str]) -> str:
    """One name in the masculine singular: its head and adjectives, and the body it is of."""
    if not words:
        return ""
    plural = singular(words[0]) != words[0]
    size = head_length(words)
    head = [singular(word) if len(word) > _SURNAME else word for word in words[:size]]
    if head and masculine(head[0]) != head[0]:
        # `directrice générale`, not `mission relative`
        head = [masculine(word) for word in head]
    rest = words[size:]
    if plural and len(rest) > 1 and rest[0] in ("des", "de", "d'") and singular(rest[1]) != rest[1]:
        if fold(singular(rest[1])) in bodies:
            size = head_length(rest[1:])
            inner = [singular(word) for word in rest[1 : size + 1]]
            link = "d'" if fold(inner[0])[0] in "aeiouh" else "de "
            return f"{' '.join(head)} {link}{' '.join(inner)} {' '.join(rest[size + 1 :])}".strip()
    return " ".join([*head, *rest])


class Voices:
    """Canonical names for those who speak, write and are spoken to, in one document."""

    def __init__(self, view: View, structure: Structure, mentions: Sequence[Mention]) -> None:
        self.view, self.turns, self.mentions = view, structure.turns, mentions
        self.titles = view.grammar.classes.get("titre-de-personne", frozenset())
        self._by_text: dict[str, str] | None = None
        self._known: dict[tuple[int, bool], str | None] = {}
        self.offices = view.grammar.classes.get("office", frozenset())
        self.heard = self._heard()
        self.team = self._team()
        self.bodies = view.grammar.classes.get("tête-anaphorique", frozenset())
        self.heads = self.offices | view.grammar.classes.get("personne", frozenset())
        self._greeted: list[str] = []
        self._readers: list[tuple[int, str]] | None = None

    @property
    def by_text(self) -> dict[str, str]:
        """The entities by their words, folded; few texts ask."""
        if self._by_text is None:
            self._by_text = {fold(m.text): m.entity for m in reversed(self.mentions)}
        return self._by_text

    def named(self, name: str | None, many: bool = False) -> str | None:
        """The entity of a name as metadata have it; two people by their names, without titles;
        `many`: of those who are addressed, each in the singular."""
        if not name:
            return None
        name = _IN_BRACKETS.sub("", name)
        known = self.by_text.get(fold(name))
        if known is not None:
            return known
        parts = [part.split() for part in name.lower().split(" et ")]
        if not all(len(part) > 1 and part[0].rstrip(".") in self.titles for part in parts):
            return several(name.lower(), self.heads, self.bodies) if many else name.lower()
        return ", ".join(" ".join(part[1:]) for part in parts)

    def office(self, signatory: str | None, issuer: str | None) -> str | None:
        """The office of whoever signs with name and office (`Anne Roy, présidente de l'union`); a
        bare minister is the one of the ministry that issues the text."""
        if signatory is None:
            return None
        name, comma, office = signatory.partition(", ")
        if not comma or not name[:1].isupper():
            return signatory
        ministry = fold_word((issuer or "").partition(" ")[0])
        if fold_word(office) == "ministre" and ministry == "ministere":
            return f"ministre {(issuer or '').partition(' ')[2]}"
        return office

    def addressee(self) -> str | None:
        """Whom a letter is written to that names no addressee: the mission that its object gives,
        else those whom it greets (`Madame la rectrice, Monsieur le préfet,`)."""
        if not self._greeted:
            data, text = _data(), self.view.text
            mission = data["objects"].search(text, 0, _LETTER)
            greeted = [m.group(1).lower() for m in data["greetings"].finditer(text, 0, _LETTER)]
            if mission is not None and len(greeted) != 1:
                self._greeted = [" ".join(mission.group(1).lower().split())]
            else:
                self._greeted = [several(one, self.heads, self.bodies) for one in greeted] or [""]
        return ", ".join(self._greeted) or None

    def own_body(self) -> str | None:
        """The association that a page is about: the one it names."""
        named = {m.entity for m in self.mentions if m.rule == _OF_ASSOCIATIONS}
        if len(named) == 1:
            return named.pop()
        return self._titled() or only_private_body(self.mentions)

    def _titled(self) -> str | None:
        """The service that the first lines of a page present (`maison des adolescents de …`)."""
        return next(
            (m.entity for m in self.mentions if m.start < _HEAD and m.label == "SERVICE"), None
        )

    def _presented(self, turn: Turn, alone: bool) -> str | None:
        """Whom the lines before the first turn present under a speaker's name (`– Thierry Lannes,
        directeur du pôle milieu ouvert, Sauvegarde de l'Adour`)."""
        words = (turn.speaker or turn.label).rstrip(" .:–-").split()
        if not words or len(words[-1]) < _SURNAME or not self.turns:
            return None
        text = self.view.text
        start = text.find(words[-1], 0, self.turns[0].start)
        if start < 0:
            start = text.find(words[-1], 0, turn.start)
        if start < 0:
            return None
        end = next((m.start() for m in _LINE_END.finditer(text, start)), start)
        if fold(text[text.rfind("\n", 0, start) + 1 : start]).startswith(_data()["parents"]):
            return "parent"
        line = [m for m in self.mentions if start <= m.start < end]
        if alone:
            return line[0].entity if line else self._apposition(start + len(words[-1]), end)
        # An office is somebody's, not the body that somebody speaks for.
        own = [m for m in line if m.label != "PRACTITIONER" and not self._is_office(m.entity)]
        if own:
            return own[-1].entity
        return self._held(line[0].entity) if line else None

    def _held(self, entity: str) -> str:
        """The body that an office is of (`directeur de la caisse des écoles`), or the name as it
        is."""
        office, _, rest = entity.partition(" ")
        words = rest.split()
        while words and words[0] in ("de", "du", "des", "la", "le", "les"):
            words = words[1:]
        if fold(office) in self.offices and words and fold(words[0]) in self.bodies:
            return " ".join(words)
        return entity

    def _apposition(self, start: int, end: int) -> str | None:
        """`M. Marc Rey, administrateur ad hoc`: the quality that follows a name, as printed."""
        found = _QUALITY.match(self.view.text, start, end)
        if found is None or fold(masculine(found.group(1).split()[0])) not in self.heads:
            return None
        return several(found.group(1).strip(), self.heads, self.bodies)

    def person(self, start: int, end: int) -> str | None:
        """The canonical name of a person given with a title (`Monsieur Rey`, `Mme Anne Roy`) at the
        tokens `start:end`: as a hearing presents them, else first name and surname, when the text
        gives both anywhere. None when no name follows the title (`Monsieur le préfet`)."""
        if self.view.words[start] not in self.titles:
            return None
        last = start + 1
        while last < end and (self.view.words[last] == "." or self.view.raw(last)[:1].isupper()):
            last += 1
        printed = self.view.quote(start, last).split()
        words = [word for word in printed if fold(word).rstrip(".") not in self.titles]
        if not words:
            return None
        for number, turn in enumerate(self.turns):
            if words and turn.speaker and words[-1].lower() in turn.speaker.lower().split():
                heard = self._side(number, True)
                if heard is not None:
                    return heard
        if len(words) == 1 and len(words[0]) >= _SURNAME:
            found = re.search(rf"\b([A-ZÀ-Þ][\w’'-]+) {re.escape(words[0])}\b", self.view.text)
            if found is not None and fold(found.group(1)).rstrip(".") not in self.titles:
                words.insert(0, found.group(1))
        return " ".join(words).lower()

    def _is_office(self, entity: str) -> bool:
        return fold_word(entity.partition(" ")[0]) in self.offices

    def reader(self, before: int, people: Collection[str]) -> str | None:
        """Whom a page speaks to at an offset, by the last `vous êtes parent` before it. `people`
        are the stems of nouns of people. The text is searched once."""
        if self._readers is None:
            self._readers = [
                (match.end(), singular(match.group(1).lower()))
                for match in _data()["readers"].finditer(self.view.text)
                if stem_word(match.group(1)) in people
            ]
        at = bisect_left(self._readers, (before + 1, ""))
        return self._readers[at - 1][1] if at else None

    def spoken(self, word: str, number: int) -> str | None:
        """Whom `je`, `nous`, `on` or `vous` mean in turn `number`: the speaker's own side, the one
        who spoke before, or, from those who listen, anybody heard."""
        if word in OWN:
            return self._side(number, word not in _SIDE)
        if self.turns[number].role in ("interviewer", "chair", "rapporteur"):
            return self.heard
        return self._side(number - 1, False) if number else None

    def anybody(self, number: int, words: Sequence[str]) -> bool:
        """`Si quelqu'un le souhaite, il peut…`, from those who listen: anyone of those heard."""
        return self.turns[number].role == "interviewer" and "quelqu'" in words

    def _head(self) -> str:
        """The lines above the first turn of a hearing."""
        return self.view.text[: self.turns[0].start] if self.turns else ""

    def _heard(self) -> str:
        """Whom those who listen mean by `vous`."""
        head, data = fold_word(self._head()), _data()
        named = (who for word, who in data["entendus"].items() if word in head)
        return str(next(named, data["entendu"]))

    def _team(self) -> str | None:
        """The one service that a hearing's title names as heard (`Audition de l'équipe du relais
        parental La Passerelle`)."""
        head = self._head()
        title = _data()["teams"].search(head)
        if title is None:
            return None
        end = head.find("\n", title.start())
        end = end if end > 0 else len(head)
        heard = {
            m.entity
            for m in self.mentions
            if title.start() <= m.start < end and m.label == "SERVICE"
        }
        return heard.pop() if len(heard) == 1 else None

    def signatory_of_charter(self) -> str | None:
        """The practitioner whose charter it is (`Charte de l'écoutant`): its `je` and `vous`."""
        for mention in self.mentions:
            if mention.start > _HEAD:
                return None
            before = self.view.text[max(0, mention.start - _CHARTER) : mention.start]
            if mention.label == "PRACTITIONER" and _data()["charters"].search(before):
                return mention.entity
        return None

    def _side(self, number: int, alone: bool) -> str | None:
        """The speaker of a turn (`alone`: in person), or the service that the speaker is from."""
        key = number, alone
        if key not in self._known:
            self._known[key] = self._find_side(self.turns[number], alone)
        return self._known[key]

    def _find_side(self, turn: Turn, alone: bool) -> str | None:
        if (turn.category or "").startswith("parent"):
            names = [turn.organisation, turn.category]
        elif alone:
            names = [turn.function, turn.organisation, turn.category]
        else:
            own = turn.organisation or self._workplace(turn) or self.team
            names = [own, turn.function, turn.category]
        found = next((one for name in names if (one := self._quality(name))), None)
        return found or self._presented(turn, alone)

    def _workplace(self, turn: Turn) -> str | None:
        """The service or body in a function: `animateur de relais petite enfance`."""
        words = f" {fold(turn.function or '')} "
        found = {n for m in self.mentions if m.label != "PRACTITIONER" for n in (m.text, m.entity)}
        inside = sorted(one for one in found if f" {fold(one)} " in words)
        return max(inside, key=len, default=None)

    def _quality(self, words: str | None) -> str | None:
        """Who a quality names: an organisation, a category, or the profession that one of its
        members, the last first, begins with (`éducatrice, accueillante au Laep`)."""
        if not words:
            return None
        folded = fold(words)
        if folded in self.by_text:
            return self.by_text[folded]
        jobs = {fold(m.text): m.entity for m in self.mentions if m.label == "PRACTITIONER"}
        for part in reversed(re.split(r"\s*[,;]\s*", folded)):
            for known, entity in jobs.items():
                if part == known or part.startswith(f"{known} "):
                    return entity
        return self.named(words)
