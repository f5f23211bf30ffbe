"""Who the bearer is: the entity of a mention, of an antecedent, of the addressee, of a speaker."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_actors import MEMORY, Actor, Actors, agrees, named
from corpus.extraction.statements_names import only_private_body
from corpus.extraction.statements_sentence import Sentence, View
from corpus.extraction.statements_subjects import Subject, SubjectFinder
from corpus.extraction.statements_units import Unit
from corpus.extraction.statements_voices import OWN, Voices
from corpus.french.fold import stem_word
from corpus.model import Mention, Structure

# Who signs a charter speaks in it, or is spoken to.
_SIGNERS = frozenset(("je", "j'", "me", "m'", "vous", "on"))
# Who no other pronoun takes up.
_VOICES = frozenset(("je", "j'", "nous", "vous"))
# Where `on` is those whose trade the text rules.
_HOUSES = frozenset(("page", "charter", "other"))
# How many words of a thing's name are kept.
_THING = 5


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
        self.actors = Actors(view, structure, mentions)
        self.voices = Voices(view, structure, self.actors.mentions)
        classes = view.grammar.classes
        self.private = view.grammar.stems("tête-privée")
        self.wholes = classes.get("ensemble-de", frozenset())
        self.each = classes.get("chacun-d-entre-eux", frozenset())
        self._subject: Actor | None = None
        self._thing: Actor | None = None
        self._voiced = False
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
        more than `MEMORY` sentences ago is forgotten."""
        if not self._left:
            return
        if len(self._left) > MEMORY:
            self._subject = self._thing = None
            self._text_named = None
        left, self._left = self._left[-MEMORY:], []
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
                self._voiced = self.view.words[subject.start] in _VOICES and subject.found
                if self._voiced:
                    return
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
        gender = self.actors.gender(self.view.words[subject.start], self.view.words[start])
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

    def _note_text(self, subject: Subject) -> None:
        """A text that is the subject may be taken up by `elle précise que`."""
        start, end = self._core(subject.start, subject.end) if subject.found else (0, 0)
        if end > start and self.view.words[start] in self.texts:
            self._text_named = " ".join(self.view.quote(start, end).split())

    # -------------------------------------------------------------------------- resolving

    def entity(self, start: int, end: int) -> str | None:
        """The canonical name of the noun phrase or pronoun `start:end`; None for a thing."""
        return named(self.actor(Subject(start, end, "noun", "")))

    def party(self, role: str) -> str | None:
        """The signatory (`auteur`) or the addressee (`destinataire`) of the text."""
        return named(self._pronoun("je" if role == "auteur" else "vous"))

    def actor(self, subject: Subject) -> Actor | None:
        """Who a subject is, when it is somebody."""
        if not subject.found:
            return None
        start, end = self._core(subject.start, subject.end)
        if end - start == 1 and self.view.tags[start] & (g.SUBJECT | g.CLITIC):
            own = self._charged(start) or self._within(start)
            return own or self._pronoun(self.view.words[start])
        if self.view.words[start] in self.wholes and end - start > 2:
            # `l'ensemble des services`
            start, end = self._core(start + 2, end)
        if self._partitive(start, end):
            return self._last_named(True, None)
        if end - start == 1 and start and self.view.words[start] in self.latter:
            return self._latter(start - 1)
        if self.view.words[start] in self.each and end - start == 1:
            return self._antecedent(True, None) or self._demonstrative(start)
        if self.view.tags[start] & g.DEM:
            if self.view.words[start + 1 : start + 4] == ["d'", "entre", "vous"]:
                # `celles d'entre vous qui …`
                return self._pronoun("vous")
            return self._demonstrative(start)
        mention = self.actors.mention(start, end)
        if mention is not None:
            bare = self._bare(start, end) if mention.end <= self.view.ends[start] else None
            return self.actors.joined(bare or self.actors.of_mention(mention), start, end)
        return (
            self._bare(start, end)
            or self.actors.plain(start, end)
            or self.actors.issuer(start, end)
            or self._titled(start, end)
        )

    def _titled(self, start: int, end: int) -> Actor | None:
        person = self.voices.person(start, end)
        return Actor(person, "", False, None) if person is not None else None

    def _charged(self, pronoun: int) -> Actor | None:
        """`alerte la coordinatrice, à charge pour elle de`: the last one named before."""
        words = self.view.words
        if pronoun < 2 or words[pronoun - 2 : pronoun] != ["charge", "pour"]:
            return None
        for index in range(pronoun - 3, self.sentence.start, -1):
            actor = self.actors.headed_at(index)
            if actor is not None and agrees(actor, False, words[pronoun] == "elle"):
                return actor
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

    def _latter(self, determiner: int) -> Actor | None:
        """`ce dernier`, `ces dernières`: the last one named."""
        feminine = self.view.words[determiner] == "cette"
        return self._last_named(bool(self.view.tags[determiner] & g.PLURAL_DET), feminine)

    def _partitive(self, start: int, end: int) -> bool:
        """`un seul d'entre eux`, `chacun d'eux`: those of whom the sentence before spoke."""
        words = self.view.words[start:end]
        return bool(words) and words[-1] in ("eux", "elles") and ("entre" in words or "d'" in words)

    def _bare(self, start: int, end: int) -> Actor | None:
        """`la caisse`, `le comité`: the last body of that head named before."""
        stem = stem_word(self.view.words[start])
        if stem not in self.actors.bare or not self._short(start, end):
            return None
        plural = self.actors.is_plural(start, self.view.words[start][-1] in "sx")
        for actor in reversed(self.actors.before(self.at)):
            head = stem_word(actor.entity.split()[0]) if actor.entity else ""
            if head == stem and actor.entity != stem and actor.plural == plural:
                return actor
        # The articles of a law speak of one comité after another.
        legal = self.structure.genre == "legal"
        whole = None if legal else self.actors.names.most_named(stem)
        if whole is None and stem in self.private:
            whole = only_private_body(self.actors.mentions)
        if whole is not None:
            return Actor(whole, "BODY", False, None)
        return Actor(self.actors.people.name(start, end), "", plural, None)

    def _short(self, start: int, end: int) -> bool:
        tags = self.view.tags
        return end - start == 1 or bool(tags[start + 1] & (g.REL | g.COMMA | g.PREP | g.COORD))

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
            reader = self.voices.reader(self.at, self.actors.people.known)
            if reader is None and metadata.addressee is None and self.structure.genre == "letter":
                reader = self.voices.addressee()
            return self._named_person(metadata.addressee or reader, many=True)
        if word in ("je", "j'", "nous", "me", "m'"):
            own = self.voices.own_body() if word == "nous" else None
            signatory = self.voices.office(metadata.signatory, metadata.issuer)
            return self._named_person(signatory or metadata.issuer or own)
        if word == "on":
            # `Le bénévole est à l'heure. On n'accepte aucun cadeau.`
            last = self.subject if self.structure.genre in _HOUSES else None
            return last if last is not None and last.label == "PRACTITIONER" else None
        plural = word in ("ils", "elles", "leur")
        if word in ("lui", "leur"):
            # `Le préfet nomme un référent. Il lui appartient de…`
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
                    if actor is not None and agrees(actor, plural, feminine):
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
        if comma and words[low] == "quant" and pronoun > low + 3:
            # `Quant au réseau, il contribue à …`
            return self.actor(Subject(low + 2, pronoun - 1, "noun", ""))
        if not (stressed or comma) or self.structure.genre != "hearing":
            return None
        stop = bisect_left(self.actors.starts, self.view.starts[pronoun])
        end = self.view.ends[pronoun - 2] if pronoun - 2 >= low else 0
        for mention in reversed(self.actors.mentions[max(0, stop - 4) : stop]):
            actor = self.actors.of_mention(mention)
            near = mention.start >= self.view.starts[low] if stressed else mention.end == end
            if near and agrees(actor, plural, feminine):
                return actor
        return None

    def _named_person(self, name: str | None, many: bool = False) -> Actor | None:
        entity = self.voices.named(name, many)
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
        if self._voiced:
            # `Nous vous invitons à créer une cellule. Elle …`: nobody who speaks is `elle`
            near = self._in_last_sentence(plural, feminine)
            if near is not None:
                return near
        if thing is not None and thing.feminine is not None and agrees(thing, plural, feminine):
            return thing
        if subject is not None and agrees(subject, plural, feminine):
            return subject
        for actor in reversed(self.actors.before(self.at)):
            if agrees(actor, plural, feminine):
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
        near = self._in_last_sentence(plural, feminine)
        if near is not None:
            return near
        for actor in reversed(self.actors.before(self.at)):
            if agrees(actor, plural, feminine):
                return actor
        return self.subject

    def _in_last_sentence(self, plural: bool, feminine: bool | None) -> Actor | None:
        for index in range(self.last_unit[1] - 1, self.last_unit[0], -1):
            if self.view.words[index - 2 : index] in (["ou", "son"], ["ou", "sa"]):
                # `le préfet ou son représentant. Celui-ci …`
                continue
            actor = self.actors.headed_at(index)
            if actor is not None and agrees(actor, plural, feminine):
                return actor
        return None
