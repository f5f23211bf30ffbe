"""Who the bearer is: the entity of a mention, of an antecedent, of the addressee, of a speaker."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_names import FullNames, gender_of, only_private_body
from corpus.extraction.statements_people import People
from corpus.extraction.statements_sentence import Sentence, View
from corpus.extraction.statements_subjects import Subject, SubjectFinder
from corpus.extraction.statements_units import Unit
from corpus.extraction.statements_voices import OWN, Voices
from corpus.french.fold import fold, stem_word
from corpus.model import Mention, Structure

_ACTORS = frozenset(("BODY", "PRACTITIONER", "SERVICE"))
# How far back a pronoun or a bare head looks for what it stands for.
_MEMORY = 12
# Of these, those who make them up are meant.
_WHOLES = frozenset(("ensemble", "totalite", "majorite", "plupart"))
# Who signs a charter speaks in it, or is spoken to.
_SIGNERS = frozenset(("je", "j'", "me", "m'", "vous", "on"))
# One of those just spoken of.
_EACH = frozenset(("chacun", "chacune", "aucun", "aucune"))
# How many words of a thing's name are kept.
_THING = 5


@dataclass(slots=True)
class Actor:
    """Somebody named in the text: canonical name, label (empty for a plain noun), number, gender
    (True: feminine; None: not known) and whether it was a subject."""

    entity: str
    label: str
    plural: bool
    feminine: bool | None
    subject: bool = False


class BearerResolver:
    """Resolves bearers as the document is read, remembering who was named before."""

    def __init__(
        self,
        view: View,
        structure: Structure,
        mentions: Sequence[Mention],
        parse: Callable[[int, int], Sentence],
    ) -> None:
        self.view, self.structure, self._parse = view, structure, parse
        self.mentions = sorted(
            (m for m in mentions if m.label in _ACTORS), key=lambda m: (m.start, -m.end)
        )
        self.starts = [m.start for m in self.mentions]
        self.voices = Voices(view, structure, self.mentions)
        classes = view.grammar.classes
        self.people = People(view, classes)
        self.bare = frozenset(map(stem_word, classes.get("tête-anaphorique", frozenset())))
        self.private = frozenset(map(stem_word, classes.get("tête-privée", frozenset())))
        self.names = FullNames(
            self.mentions, self.bare, classes.get("lien-de-complément", frozenset())
        )
        self._subject: Actor | None = None
        self._thing: Actor | None = None
        self.subjects: SubjectFinder | None = None
        self.sentence = Sentence(0, 0, [], {}, [])
        self.turn: int | None = None
        self.at = 0
        self.last_unit = (0, 0)
        self.texts = classes.get("texte", frozenset())
        self.latter = classes.get("dernier", frozenset())
        self._text_named: str | None = None
        self._left: list[tuple[Unit, Sentence, SubjectFinder | None]] = []

    # ------------------------------------------------------------------------ reading on

    def enter(self, sentence: Sentence, subjects: SubjectFinder) -> None:
        """Note the clauses of the sentence in hand: `Si le maire refuse, il motive`."""
        self.sentence, self.subjects = sentence, subjects

    def begin(self, unit: Unit) -> None:
        """Note where the sentence in hand stands, and who speaks."""
        self.at = self.view.starts[unit.start]
        self.last_unit, self.turn = unit.previous, unit.turn

    def leave(self, unit: Unit, parsed: bool) -> None:
        """Leave a sentence, parsed or not: its main subject may be taken up by a later one.
        Few sentences ask, so that it is sought only then."""
        self._left.append((unit, self.sentence, self.subjects if parsed else None))

    def _catch_up(self) -> None:
        """Note the main subjects of the sentences left since somebody last asked; what was said
        more than `_MEMORY` sentences ago is forgotten."""
        if not self._left:
            return
        if len(self._left) > _MEMORY:
            self._subject = self._thing = None
            self._text_named = None
        left, self._left = self._left[-_MEMORY:], []
        now = self.at, self.last_unit, self.turn, self.sentence, self.subjects
        for unit, sentence, subjects in left:
            if subjects is None:
                sentence = self._parse(unit.start, unit.end)
                subjects = SubjectFinder(self.view, sentence)
            self.begin(unit)
            self.enter(sentence, subjects)
            self._note_subject(sentence, subjects)
        self.at, self.last_unit, self.turn, self.sentence, self.subjects = now

    def _note_subject(self, sentence: Sentence, subjects: SubjectFinder) -> None:
        clauses = sentence.clauses
        for verb in sentence.order:
            if clauses[verb.clause].kind == "main":
                subject = subjects.of(verb)
                actor = self.actor(subject)
                if actor is not None:
                    self._subject = actor
                self._thing = self._thing_of(subject) if actor is None else None
                self._note_text(subject)
                return

    def _thing_of(self, subject: Subject) -> Actor | None:
        """`Un livret est remis. Il retrace …`: a thing that the next sentence may take up."""
        if subject.kind != "noun" or not self.view.tags[subject.start] & g.DET:
            return None
        start, end = self._core(subject.start + 1, subject.end)
        name = " ".join(self.view.quote(start, min(end, start + _THING)).lower().split())
        plural = bool(self.view.tags[subject.start] & g.PLURAL_DET)
        gender = self._gender(self.view.words[subject.start], self.view.words[start])
        return Actor(name, "", plural, gender)

    @property
    def subject(self) -> Actor | None:
        """The last main subject that was somebody."""
        self._catch_up()
        return self._subject

    @property
    def text_named(self) -> str | None:
        """The last main subject that was a text, as printed."""
        self._catch_up()
        return self._text_named

    @property
    def recent(self) -> list[Actor]:
        """Those named last before the sentence in hand, in order."""
        stop = bisect_left(self.starts, self.at)
        return [self._of_mention(m) for m in self.mentions[max(0, stop - _MEMORY) : stop]]

    def _note_text(self, subject: Subject) -> None:
        """A text that is the subject may be taken up by `elle précise que`."""
        start, end = self._core(subject.start, subject.end) if subject.found else (0, 0)
        if end > start and self.view.words[start] in self.texts:
            self._text_named = " ".join(self.view.quote(start, end).split())

    def _of_mention(self, mention: Mention) -> Actor:
        at = bisect_left(self.view.starts, mention.start)
        before = self.view.words[at - 1] if at > 0 else ""
        first = mention.text.split()[0].lower() if mention.text else ""
        plural = first[-1:] in "sx" and len(first) > 4
        if at > 0 and self.view.tags[at - 1] & g.PLURAL_DET:
            # `les Caf`
            plural = True
        return Actor(self.names.of(mention), mention.label, plural, self._gender(before, first))

    def _gender(self, determiner: str, noun: str = "") -> bool | None:
        return gender_of(self.view.grammar.classes, determiner, noun)

    # -------------------------------------------------------------------------- resolving

    def entity(self, start: int, end: int) -> str | None:
        """The canonical name of the noun phrase or pronoun `start:end`; None for a thing."""
        actor = self.actor(Subject(start, end, "noun", ""))
        return actor.entity if actor is not None else None

    def party(self, role: str) -> str | None:
        """The signatory (`auteur`) or the addressee (`destinataire`) of the text."""
        actor = self._pronoun("je" if role == "auteur" else "vous")
        return actor.entity if actor is not None else None

    def actor(self, subject: Subject) -> Actor | None:
        """Who a subject is, when it is somebody."""
        if not subject.found:
            return None
        start, end = self._core(subject.start, subject.end)
        if end - start == 1 and self.view.tags[start] & (g.SUBJECT | g.CLITIC):
            return self._within(start) or self._pronoun(self.view.words[start])
        if self.view.words[start] in _WHOLES and end - start > 2:
            # `l'ensemble des services`
            start, end = self._core(start + 2, end)
        if self._partitive(start, end):
            return self._last_named(True, None)
        if end - start == 1 and start and self.view.words[start] in self.latter:
            return self._latter(start - 1)
        if self.view.words[start] in _EACH and end - start == 1:
            return self._antecedent(True, None) or self._demonstrative(start)
        if self.view.tags[start] & g.DEM:
            if self.view.words[start + 1 : start + 4] == ["d'", "entre", "vous"]:
                # `celles d'entre vous qui …`
                return self._pronoun("vous")
            return self._demonstrative(start)
        mention = self._mention(start, end)
        if mention is not None:
            bare = self._bare(start, end) if mention.end <= self.view.ends[start] else None
            return bare or self._of_mention(mention)
        return self._bare(start, end) or self._plain(start, end) or self._issuer(start, end)

    def _issuer(self, start: int, end: int) -> Actor | None:
        """`un arrêté des ministres chargés de la famille et de la santé`: those who take it."""
        if self.view.words[start] not in self.view.grammar.classes.get("acte", frozenset()):
            return None
        for index in range(start + 1, min(end, start + 4)):
            mention = self._mention(index, index + 1)
            if mention is not None and mention.label == "BODY":
                return self._of_mention(mention)
        return None

    def _core(self, start: int, end: int) -> tuple[int, int]:
        tags = self.view.tags
        while (
            start < end - 1
            and tags[start] & (g.DET | g.NUMBER | g.PREADJ)
            and not tags[start] & g.SUBJECT
        ):
            start += 1
        return start, end

    def _mention(self, start: int, end: int) -> Mention | None:
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

    def _latter(self, determiner: int) -> Actor | None:
        """`ce dernier`, `ces dernières`: the last one named."""
        plural = bool(self.view.tags[determiner] & g.PLURAL_DET)
        return self._last_named(plural, self.view.words[determiner] == "cette")

    def _partitive(self, start: int, end: int) -> bool:
        """`un seul d'entre eux`, `chacun d'eux`: those of whom the sentence before spoke."""
        words = self.view.words[start:end]
        return bool(words) and words[-1] in ("eux", "elles") and ("entre" in words or "d'" in words)

    def mention_end(self, start: int) -> int:
        """The token after the mention that begins at token `start`; `start` when none does."""
        mention = self._mention(start, start + 1)
        if mention is None:
            return start
        return bisect_right(self.view.ends, mention.end)

    def _bare(self, start: int, end: int) -> Actor | None:
        """`la caisse`, `le comité`: the last body of that head named before."""
        stem = stem_word(self.view.words[start])
        if stem not in self.bare or not self._short(start, end):
            return None
        plural = self.view.words[start][-1] in "sx"
        for actor in reversed(self.recent):
            head = stem_word(actor.entity.split()[0]) if actor.entity else ""
            if head == stem and actor.entity != stem and actor.plural == plural:
                return actor
        # The articles of a law speak of one comité after another.
        legal = self.structure.genre == "legal"
        whole = None if legal else self.names.most_named(stem)
        if whole is None and stem in self.private:
            whole = only_private_body(self.mentions)
        if whole is not None:
            return Actor(whole, "BODY", False, None)
        return Actor(self.people.name(start, end), "", plural, None)

    def _short(self, start: int, end: int) -> bool:
        tags = self.view.tags
        return end - start == 1 or bool(tags[start + 1] & (g.REL | g.COMMA | g.PREP | g.COORD))

    def _plain(self, start: int, end: int) -> Actor | None:
        """A person or body by its head noun, with its adjective or complement in `de`."""
        if not self.people.heads(start):
            return None
        name = self.people.name(start, end)
        name = self.names.ending(name) or name
        words = self.view.words
        gender = self._gender(words[start - 1] if start else "", words[start])
        return Actor(name, "", words[start][-1] in "sx", gender)

    def _pronoun(self, word: str) -> Actor | None:
        metadata = self.structure.metadata
        if word in ("ca", "cela", "ceci", "ce", "c'"):
            return None
        if self.structure.turns:
            return self._spoken(word)
        if self.structure.genre == "charter" and word in _SIGNERS:
            signer = self.voices.signatory_of_charter()
            if signer is not None:
                return Actor(signer, "PRACTITIONER", False, None)
        if word == "vous":
            reader = metadata.addressee or self.voices.reader(
                self.view.text, self.at, self.people.known
            )
            return self._named_person(reader)
        if word in ("je", "j'", "nous", "me", "m'"):
            own = self.voices.own_body() if word == "nous" else None
            return self._named_person(metadata.signatory or metadata.issuer or own)
        if word == "on":
            return None
        plural = word in ("ils", "elles", "leur")
        if word in ("lui", "leur"):
            # `Le préfet nomme un correspondant. Il lui appartient de…`: the last one named
            return self._last_named(plural, None)
        feminine = word in ("elle", "elles")
        return self._antecedent(plural, feminine)

    def _within(self, pronoun: int) -> Actor | None:
        """The subject of an earlier clause of the same sentence, when the pronoun agrees."""
        word = self.view.words[pronoun]
        if word in ("lui", "leur"):
            return self._conditioned(pronoun, word == "leur")
        if word not in ("il", "elle", "ils", "elles") or self.subjects is None:
            return None
        plural, feminine = word in ("ils", "elles"), word in ("elle", "elles")
        datives = ("lui", "leur")
        if any(one in datives for one in self.view.words[pronoun + 1 : pronoun + 3]):
            # `Si un parent le demande, il lui propose`: the parent is the one who receives
            return None
        named = self._just_named(pronoun, plural, feminine)
        if named is not None:
            return named
        indefinite = self.view.grammar.classes.get("article-indéfini", frozenset())
        for verb in reversed(self.sentence.order):
            if verb.first < pronoun:
                subject = self.subjects.of(verb)
                known = self.view.words[subject.start] not in indefinite
                known = known or self.sentence.clauses[verb.clause].kind == "main"
                if known and subject.kind in ("noun", "antecedent") and subject.end <= pronoun:
                    actor = self.actor(subject)
                    if actor is not None and _agrees(actor, plural, feminine):
                        return None if self._rather_before(actor, plural, feminine) else actor
        return None

    def _rather_before(self, actor: Actor, plural: bool, feminine: bool) -> bool:
        """`Si l'élève est suivi, elle ne peut intervenir`: of one whose gender nobody tells and a
        subject before who is surely feminine, the latter."""
        if not feminine or actor.feminine is not None:
            return False
        earlier = self.subject
        return earlier is not None and earlier.feminine is True and earlier.plural == plural

    def _conditioned(self, pronoun: int, plural: bool) -> Actor | None:
        """`Lorsque les agents constatent …, il leur appartient de`: the condition's subject."""
        if self.subjects is None or self.view.words[pronoun - 1] != "il":
            return None
        for verb in self.sentence.order:
            kind = self.sentence.clauses[verb.clause].kind
            if verb.first >= pronoun or kind not in ("cond", "main"):
                return None
            actor = self.actor(self.subjects.of(verb))
            if actor is not None and actor.plural == plural:
                return actor
        return None

    def _just_named(self, pronoun: int, plural: bool, feminine: bool) -> Actor | None:
        """`Les assistantes sociales, elles…`: the phrase before the comma; `on en parle au chef, et
        lui il…`: the last one named."""
        words, low = self.view.words, self.sentence.start
        if pronoun - 2 > low and words[pronoun - 2] == words[pronoun]:
            # `Les puéricultrices, elles, elles…`
            pronoun -= 2
        stressed = pronoun > low and words[pronoun - 1] in ("lui", "eux")
        comma = pronoun > low and self.view.tags[pronoun - 1] & g.COMMA
        if not (stressed or comma) or self.structure.genre != "hearing":
            return None
        stop = bisect_left(self.starts, self.view.starts[pronoun])
        end = self.view.ends[pronoun - 2] if pronoun - 2 >= low else 0
        for mention in reversed(self.mentions[max(0, stop - 4) : stop]):
            actor = self._of_mention(mention)
            near = mention.start >= self.view.starts[low] if stressed else mention.end == end
            if near and _agrees(actor, plural, feminine):
                return actor
        return None

    def _named_person(self, name: str | None) -> Actor | None:
        entity = self.voices.named(name)
        return Actor(entity, "BODY", False, None) if entity else None

    def _spoken(self, word: str) -> Actor | None:
        """In a hearing `je`, `nous`, `on` and `vous` are those who speak; `il` is sought."""
        if self.turn is not None and (word in OWN or word == "vous"):
            entity = self.voices.spoken(word, self.turn)
            return Actor(entity, "BODY", False, None) if entity else None
        words = self.view.words[self.sentence.start : self.sentence.end]
        if self.turn is not None and word in ("il", "elle", "chacun"):
            if self.voices.anybody(self.turn, words):
                return Actor(self.voices.heard, "", False, None)
        return self._antecedent(word in ("ils", "elles", "leur"), word in ("elle", "elles"))

    def _antecedent(self, plural: bool, feminine: bool | None) -> Actor | None:
        """The last main subject when number (and gender, where known) agree, else the last one
        named that agrees."""
        subject, thing = self.subject, self._thing
        if thing is not None and thing.feminine is not None and _agrees(thing, plural, feminine):
            return thing
        if subject is not None and _agrees(subject, plural, feminine):
            return subject
        for actor in reversed(self.recent):
            if _agrees(actor, plural, feminine):
                return actor
        return None

    def _demonstrative(self, start: int) -> Actor | None:
        """`celui-ci` takes up the last one named, `ceux qui` the last subject."""
        words = self.view.words
        plural, feminine = words[start] in ("ceux", "celles"), words[start] in ("celle", "celles")
        after = words[start + 1] if start + 1 < len(words) else ""
        if after not in ("ci", "la"):
            return self._antecedent(plural, feminine)
        return self._last_named(plural, feminine)

    def _last_named(self, plural: bool, feminine: bool | None) -> Actor | None:
        """The last one named in the sentence before who agrees; else further back."""
        for index in range(self.last_unit[1] - 1, self.last_unit[0], -1):
            actor = self._head_at(index)
            if actor is not None and _agrees(actor, plural, feminine):
                return actor
        for actor in reversed(self.recent):
            if _agrees(actor, plural, feminine):
                return actor
        return self.subject

    def _head_at(self, index: int) -> Actor | None:
        """Whoever a token names: the head of a mention, or a person's noun after its article."""
        mention = self._mention(index, index + 1)
        if mention is not None:
            return self._of_mention(mention) if mention.start == self.view.starts[index] else None
        before = self.view.words[index - 1]
        announced = self.view.tags[index - 1] & (g.DET | g.PREADJ)
        actor = self._plain(index, index + 1) if announced else None
        if actor is None:
            return None
        return Actor(actor.entity, "", actor.plural, self._gender(before))


def _agrees(actor: Actor, plural: bool, feminine: bool | None) -> bool:
    if actor.plural != plural:
        return False
    return feminine is None or actor.feminine is None or actor.feminine == feminine
