"""Those whom a text names, by mentions or plain nouns, and where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.extraction import statements_grammar as g
from corpus.extraction.lexicon_gender import masculine
from corpus.extraction.statements_names import FullNames, gender_of
from corpus.extraction.statements_people import People
from corpus.extraction.statements_sentence import View
from corpus.french.fold import fold
from corpus.model import Mention, Structure

_ACTORS = frozenset(("BODY", "PRACTITIONER", "SERVICE"))
# `mère`: shorter words have no masculine of their own.
_SHORT = 5
# `les agents de l'État et des communes`: another complement, nobody else.
_OF = frozenset(("de", "du", "des", "d'", "au", "aux"))
# How far back a pronoun or a bare head looks for what it stands for.
MEMORY = 12


@dataclass(slots=True)
class Actor:
    """Somebody named in the text: canonical name, label (empty for a plain noun), number, gender
    (True: feminine; None: not known) and whether it was a subject."""

    entity: str
    label: str
    plural: bool
    feminine: bool | None
    subject: bool = False


def agrees(actor: Actor, plural: bool, feminine: bool | None) -> bool:
    """True when number is the same, and gender where it is known."""
    if actor.plural != plural:
        return False
    return feminine is None or actor.feminine is None or actor.feminine == feminine


def named(actor: Actor | None) -> str | None:
    """The canonical name of somebody, or None of nobody."""
    return actor.entity if actor is not None else None


class Actors:
    """Looks up who stands at a place of one document; it remembers nothing of where it was asked
    before."""

    def __init__(self, view: View, structure: Structure, mentions: Sequence[Mention]) -> None:
        self.view, self.structure = view, structure
        self.mentions = sorted(
            (m for m in mentions if m.label in _ACTORS), key=lambda m: (m.start, -m.end)
        )
        self.starts = [m.start for m in self.mentions]
        classes = view.grammar.classes
        self.people = People(view, classes)
        self.bare = view.grammar.stems("tête-anaphorique")
        self.names = FullNames(self.mentions, self.bare, classes)

    def before(self, offset: int) -> list[Actor]:
        """Those named last before an offset of the text, in order."""
        stop = bisect_left(self.starts, offset)
        return [self.of_mention(m) for m in self.mentions[max(0, stop - MEMORY) : stop]]

    def of_mention(self, mention: Mention) -> Actor:
        """Whom a mention names."""
        at = bisect_left(self.view.starts, mention.start)
        before = self.view.words[at - 1] if at > 0 else ""
        first = mention.text.split()[0].lower() if mention.text else ""
        plural = self.is_plural(at, first[-1:] in "sx" and len(first) > 4)
        name = self.names.of(mention)
        if mention.label == "PRACTITIONER":
            # `une chargée de mission`: names are given in the masculine
            head, blank, rest = name.partition(" ")
            name = f"{masculine(head) if len(head) > _SHORT else head}{blank}{rest}"
        return Actor(name, mention.label, plural, self.gender(before, first))

    def is_plural(self, noun: int, looks: bool) -> bool:
        """Whether the noun at token `noun` is plural: by its article (`les Caf`, `le relais`), else
        as it `looks`."""
        before = self.view.tags[noun - 1] if noun > 0 else 0
        if before & g.PLURAL_DET:
            return True
        return looks and not (before & g.DET and not before & g.NUMBER)

    def gender(self, determiner: str, noun: str = "") -> bool | None:
        """What a determiner and a noun tell: True feminine, False masculine, None neither."""
        return gender_of(self.view.grammar.classes, determiner, noun)

    def mention(self, start: int, end: int) -> Mention | None:
        """The mention that covers the first word of the phrase: of those that begin there, the
        longest."""
        low, high = self.view.starts[start], self.view.ends[start]
        index = bisect_left(self.starts, high) - 1
        found: Mention | None = None
        while index >= 0 and self.starts[index] > low - 120:
            mention = self.mentions[index]
            if found is not None and mention.start < found.start:
                break
            if mention.start <= low and mention.end >= high:
                found = mention
            index -= 1
        return found

    def headed_at(self, index: int) -> Actor | None:
        """Whoever a token names: the head of a mention, or a person's noun after its article."""
        mention = self.mention(index, index + 1)
        if mention is not None:
            return self.of_mention(mention) if mention.start == self.view.starts[index] else None
        before = self.view.words[index - 1]
        announced = self.view.tags[index - 1] & (g.DET | g.PREADJ)
        actor = self.plain(index, index + 1) if announced else None
        if actor is None:
            return None
        return Actor(actor.entity, "", actor.plural, self.gender(before))

    def joined(self, first: Actor, start: int, end: int) -> Actor:
        """`les préfets, les recteurs et les maires`: all those of the phrase `start:end`, whose
        first is `first`, parted by commas; `first` itself when the phrase joins nobody to it, when
        it says `ou`, more of the first than its name (`communes de dix mille habitants`), or picks
        some of them (`les psychologues et les éducateurs ayant exercé trois ans`)."""
        tags, words = self.view.tags, self.view.words
        names, last = [first.entity], 0
        index = max(self.mention_end(start), start + 1)
        if index >= end or not tags[index] & (g.COMMA | g.COORD) or "ou" in words[start:end]:
            return first
        while index < end - 1 and not tags[index] & g.REL:
            if not tags[index] & (g.COMMA | g.COORD):
                index += 1
                continue
            coordinated = tags[index] & g.COORD
            head = index + 1
            while head < end - 1 and tags[head] & (g.DET | g.PREADJ) and words[head] not in _OF:
                head += 1
            other = self._at_head(head, end) if tags[index + 1] & g.DET else None
            if other is not None and other.entity not in names:
                names.append(other.entity)
                last = len(names) if coordinated else last
                head = max(self.mention_end(head), head)
            index = max(head, index + 1)
        if last < 2 or any(tags[at] & g.GERUND for at in range(start, end)):
            return first
        return Actor(", ".join(names[:last]), first.label, True, None)

    def _at_head(self, head: int, end: int) -> Actor | None:
        mention = self.mention(head, head + 1)
        if mention is None:
            return self.plain(head, end)
        return self.of_mention(mention) if mention.start == self.view.starts[head] else None

    def mention_end(self, start: int) -> int:
        """The token after the mention that begins at token `start`; `start` when none does."""
        mention = self.mention(start, start + 1)
        if mention is None:
            return start
        return bisect_right(self.view.ends, mention.end)

    def plain(self, start: int, end: int) -> Actor | None:
        """A person or body by its head noun, with its adjective or complement in `de`."""
        if not self.people.heads(start):
            return None
        name = self.people.name(start, end)
        name = self.names.ending(name) or name
        words = self.view.words
        gender = self.gender(words[start - 1] if start else "", words[start])
        plural = self.is_plural(start, words[start][-1] in "sx")
        return Actor(name, "", plural, gender)

    def issuer(self, start: int, end: int) -> Actor | None:
        """`un arrêté des ministres chargés de la famille et de la santé`: those who take it."""
        if self.view.words[start] not in self.view.grammar.classes.get("acte", frozenset()):
            return None
        for index in range(start + 1, min(end, start + 4)):
            mention = self.mention(index, index + 1)
            if mention is not None and mention.label == "BODY":
                return self.of_mention(mention)
        return None

    def is_author(self, actor: Actor) -> bool:
        """True for the body in whose name the text is signed or issued."""
        metadata = self.structure.metadata
        names = fold(" ".join(filter(None, (metadata.issuer, metadata.signatory))))
        if not names:
            return False
        surfaces = {fold(m.text) for m in self.mentions if m.entity == actor.entity}
        return any(
            re.search(rf"\b{re.escape(one)}\b", names) for one in {fold(actor.entity), *surfaces}
        )
