"""Whom a text's voices name: who signs, who is written to, and `je`, `on`, `vous` when heard."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from corpus.extraction.lexicon_gender import singular
from corpus.extraction.statements_names import only_private_body
from corpus.extraction.statements_sentence import View
from corpus.french.fold import fold, fold_word, stem_word
from corpus.model import Mention, Structure, Turn

OWN = frozenset(("je", "j'", "on", "nous", "me", "m'"))
_SIDE = frozenset(("on", "nous"))
_OF_ASSOCIATIONS = "organisme/association"
# `préfets de département (directions départementales …)`
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_LINE_END = re.compile(r"[\n;.]")
_SURNAME = 4
_CHARTER = 30
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
    data["teams"] = re.compile("|".join(data["équipe"]), re.IGNORECASE)
    data["charters"] = re.compile("|".join(data["charte"]), re.IGNORECASE)
    return data


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
        self._readers: list[tuple[int, str]] | None = None

    @property
    def by_text(self) -> dict[str, str]:
        """The entities by their words, folded; few texts ask."""
        if self._by_text is None:
            self._by_text = {fold(m.text): m.entity for m in reversed(self.mentions)}
        return self._by_text

    def named(self, name: str | None) -> str | None:
        """The entity of a name as metadata have it; two people by their names, without titles."""
        if not name:
            return None
        name = _IN_BRACKETS.sub("", name)
        known = self.by_text.get(fold(name))
        if known is not None:
            return known
        parts = [part.split() for part in name.lower().split(" et ")]
        if not all(len(part) > 1 and part[0].rstrip(".") in self.titles for part in parts):
            return name.lower()
        return ", ".join(" ".join(part[1:]) for part in parts)

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
        start = self.view.text.find(words[-1], 0, self.turns[0].start)
        if start < 0:
            return None
        end = next((m.start() for m in _LINE_END.finditer(self.view.text, start)), start)
        line = [m for m in self.mentions if start <= m.start < end]
        if alone:
            return line[0].entity if line else None
        # An office is somebody's, not the body that somebody speaks for.
        own = [m for m in line if m.label != "PRACTITIONER" and not self._is_office(m.entity)]
        return own[-1].entity if own else None

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
