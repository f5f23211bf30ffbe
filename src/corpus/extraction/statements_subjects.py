"""Who stands before the verb: a clause's subject, or the antecedent of its relative pronoun."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_inversions import inverted
from corpus.extraction.statements_match import phrases_end
from corpus.extraction.statements_sentence import Sentence, Verb, View

# How far a subject is looked for: longer ones are subjects in no text read so far.
_WINDOW = 160
_AFTER = "sujet inversé, après le verbe"
_HIS = frozenset(("son", "sa", "ses", "leur", "leurs"))
_OPENERS = g.PREP | g.REL | g.SUBORD | g.NE | g.COORD


@dataclass(slots=True)
class Subject:
    """The tokens `start:end` of a subject, determiner included. `kind`: noun, pronoun, antecedent,
    shared, inverted, none. `step` says in French how it was found."""

    start: int
    end: int
    kind: str
    step: str

    @property
    def found(self) -> bool:
        """True when there is something to quote."""
        return self.end > self.start


NONE = Subject(0, 0, "none", "aucun sujet trouvé")


class SubjectFinder:
    """Finds subjects in one sentence; asked only for the verbs that are triggers."""

    def __init__(self, view: View, sentence: Sentence) -> None:
        self.view, self.sentence = view, sentence
        self._known: dict[int, Subject] = {}
        self.present = view.grammar.classes.get("texte-présent", frozenset())

    def of(self, verb: Verb) -> Subject:
        """The subject of `verb` (remembered: coordinated verbs ask for it again)."""
        known = self._known.get(verb.index)
        if known is None:
            # A chain of coordinated verbs is followed from its head, not by recursion.
            head = verb
            while head.shares is not None:
                head = head.shares
            known = self._find(head)
            if head is not verb and known.found:
                known = Subject(known.start, known.end, "shared", "sujet partagé par coordination")
            self._known[verb.index] = known
        return known

    def _find(self, verb: Verb) -> Subject:
        view = self.view
        clause = self.sentence.clauses[verb.clause]
        before = verb.first - 1
        while before > clause.start and view.tags[before] & g.ADV and not view.tags[before] & g.DET:
            before -= 1
        if before >= max(clause.start - 1, self.sentence.start):
            if before == clause.opener and self._is_subject_relative(before):
                return self.antecedent(before, verb)
            if before >= clause.start and self._is_pronoun(before):
                return self._dislocated(clause.start, before) or self._pronoun(before)
        if clause.opener >= 0 and self._is_subject_relative(clause.opener):
            return self.antecedent(clause.opener, verb)
        if not any(form.person == 3 for form in verb.forms):
            own = self._same_person(verb)
            if own is not None:
                return own
        low = max(clause.start, verb.first - _WINDOW)
        found = self._noun_phrase(low, verb)
        if found.found:
            return found
        start, end = inverted(self.view, self.sentence, verb)
        return Subject(start, end, "inverted", _AFTER) if end > start else NONE

    def _same_person(self, verb: Verb) -> Subject | None:
        """`Vous disposerez d'un bureau au 10, place des Cerisiers, et pourrez`: the pronoun of an
        earlier verb in the same person."""
        persons = {(form.person, form.plural) for form in verb.forms}
        for other in reversed(self.sentence.order):
            if other.index < verb.index and any(
                (form.person, form.plural) in persons for form in other.forms
            ):
                subject = self.of(other)
                return subject if subject.kind == "pronoun" else None
        return None

    def _is_subject_relative(self, opener: int) -> bool:
        """`qui`, but not `pour laquelle … la caisse pourra`."""
        governed = opener > self.sentence.start and self.view.tags[opener - 1] & g.PREP
        return bool(self.view.tags[opener] & g.RELSUBJ) and not governed

    def _is_pronoun(self, index: int) -> bool:
        tag = self.view.tags[index]
        return bool(tag & g.SUBJECT) and not tag & g.DET

    def _dislocated(self, low: int, pronoun: int) -> Subject | None:
        """`la première visite elle se fasse`: spoken French names the subject, then repeats it."""
        if self.view.words[pronoun] not in self.view.grammar.classes.get("reprise", frozenset()):
            return None
        segments = self._segments(max(low, pronoun - 25), pronoun)
        start, end = segments[-1]
        if end <= start or not self.view.tags[start] & g.DET or self._has_verb(start, end):
            return None
        if any(
            self.view.tags[i] & (g.SUBORD | g.PREP)
            and not self.view.tags[i] & g.DET
            and self.view.words[i] not in ("de", "d'")
            for i in range(start, end)
        ):
            return None
        return Subject(start, end, "noun", "groupe nominal repris par un pronom")

    def _pronoun(self, index: int) -> Subject:
        return Subject(index, index + 1, "pronoun", f"pronom « {self.view.raw(index)} »")

    def phrase(self, low: int, high: int) -> Subject:
        """The noun phrase or pronoun that ends the tokens `low:high` (`le gestionnaire :`)."""
        if high > low and self._is_pronoun(high - 1):
            return self._pronoun(high - 1)
        segments = [one for one in self._segments(low, high) if self._filled(one)]
        chosen = self._last_phrase(segments, frozenset((True, False)))
        if chosen is None or not self.view.tags[chosen[0]] & g.DET:
            return NONE
        return Subject(*chosen, "noun", "groupe nominal de la phrase d'introduction")

    # ------------------------------------------------------------------------- noun phrases

    def _noun_phrase(self, low: int, verb: Verb) -> Subject:
        segments = self._segments(low, verb.first)
        if not segments:
            return NONE
        closed = not self._filled(segments[-1])
        segments = [one for one in segments if self._filled(one)]
        if not segments:
            return NONE
        plural = frozenset(form.plural for form in verb.forms)
        chosen = self._first_phrase(segments) if closed else self._last_phrase(segments, plural)
        if chosen is None:
            return NONE
        start, end = chosen
        return Subject(start, end, "noun", "groupe nominal placé devant le verbe")

    def _segments(self, low: int, high: int) -> list[tuple[int, int]]:
        tags = self.view.tags
        cuts, depth = [], 0
        for index in range(low, high):
            tag = tags[index]
            if tag & (g.OPEN | g.CLOSE | g.QUOTE):
                # a comma between brackets or quotation marks parts nothing
                opens = tag & g.OPEN or self.view.words[index] in "«“"
                depth = depth + 1 if opens else max(0, depth - 1)
            elif tag & g.COMMA and not depth:
                cuts.append(index)
        bounds = [low, *(cut + 1 for cut in cuts)]
        ends = [*cuts, high]
        return list(zip(bounds, ends, strict=True))

    def _filled(self, segment: tuple[int, int]) -> bool:
        return segment[1] > segment[0]

    def _agrees(self, start: int, end: int, plural: frozenset[bool]) -> bool:
        """The number of a phrase, by its article, is the verb's (a coordination may be plural)."""
        tag = self.view.tags[start]
        if not tag & g.DET or tag & g.NEGSUBJ:
            return True
        if bool(tag & g.PLURAL_DET) in plural:
            return True
        return any(self.view.words[i] in ("et", "ou", "ni") for i in range(start, end))

    def _last_phrase(
        self, segments: list[tuple[int, int]], plural: frozenset[bool]
    ) -> tuple[int, int] | None:
        """The segment that touches the verb, widened to the left over an enumeration."""
        for position in range(len(segments) - 1, -1, -1):
            if self._one_complement_more(segments, position):
                continue
            start = self._phrase_start(segments[position], position == len(segments) - 1)
            if start is None or not self._agrees(start, segments[position][1], plural):
                continue
            end = segments[position][1]
            if self._complements_follow(segments, position):
                end = segments[-1][1]
            left_open = self._has_verb(start, end) or self.view.tags[end - 1] & g.REL
            if position < len(segments) - 1 and left_open:
                # `Les lieux qui exercent, à cette date, une activité disposent …`
                end = segments[-1][1]
            if start == segments[position][0]:
                start = self._enumeration(segments, position, start)
            return start, end
        return None

    def _first_phrase(self, segments: list[tuple[int, int]]) -> tuple[int, int] | None:
        """With a comma right before the verb an insertion has just closed: the subject stands
        before it."""
        fallback = None
        before = self._before_insertion(segments)
        for segment in reversed(segments if before is None else segments[: before + 1]):
            start = self._phrase_start(segment, False)
            if start is not None and not self._has_verb(*segment):
                fallback = (start, segment[1])
                if self.view.tags[start] & (g.DET | g.DEM | g.SUBJECT):
                    return fallback
        return fallback

    def _complement(self, segments: list[tuple[int, int]], position: int) -> bool:
        start, end = segments[position]
        return start < end and self.view.words[start] in ("de", "du", "des", "d'")

    def _one_complement_more(self, segments: list[tuple[int, int]], position: int) -> bool:
        """`un comité composé de A, des B et de la C examine`: `des B` goes on with `de A`."""
        if position == 0 or not self._complement(segments, position):
            return False
        first, end = segments[position - 1]
        words = self.view.words[first:end]
        return self._complement(segments, position - 1) or (
            position < len(segments) - 1
            and self._complement(segments, position + 1)
            and any(word in ("de", "du", "des", "d'") for word in words)
        )

    def _complements_follow(self, segments: list[tuple[int, int]], position: int) -> bool:
        last = len(segments) - 1
        return position < last and all(
            self._complement(segments, number) for number in range(position + 1, last + 1)
        )

    def _before_insertion(self, segments: list[tuple[int, int]]) -> int | None:
        """`La plateforme, portée par un centre, un service ou une maison, est chargée`: the segment
        before the one that a participle opens."""
        tags = self.view.tags
        for position in range(len(segments) - 1, 0, -1):
            if tags[segments[position][0]] & g.PARTICIPLE:
                start, end = segments[position - 1]
                if tags[start] & g.DET and not tags[start] & g.PREP:
                    return None if self._has_verb(start, end) else position - 1
        return None

    def _phrase_start(self, segment: tuple[int, int], last: bool) -> int | None:
        """Where a noun phrase begins in the segment; None for an adjunct or an insertion."""
        start, end = segment
        tags, words = self.view.tags, self.view.words
        start = phrases_end(self.view, start, end)
        while start < end and (
            (tags[start] & g.ADV and not tags[start] & g.DET) or words[start] in ("et", "ou")
        ):
            start += 1
        if words[start : start + 2] in (["au", "moins"], ["au", "plus"]):
            # `Au moins deux accueillants doivent être présents`
            start += 2
        if start >= end:
            return None
        tag = tags[start]
        if tag & g.DET and not (tag & g.PREP and words[start] in ("au", "aux", "du")):
            if start in self.sentence.verbs or self._leading_time(start, end):
                return self._late_phrase(start, end) if last else None
            return start
        if tag & (g.DEM | g.SUBJECT | g.NUMBER):
            return start
        if tag & (_OPENERS | g.GERUND | g.PARTICIPLE | g.ADV) or start in self.sentence.verbs:
            return self._late_phrase(start, end) if last else None
        return start

    def _leading_time(self, start: int, end: int) -> bool:
        """`chaque année`, `ce jour` at the head of a sentence are no subjects."""
        last = end - 1
        return end - start <= 3 and bool(self.view.tags[last] & g.DURATION)

    def _late_phrase(self, start: int, end: int) -> int | None:
        """The subject after an adjunct that no comma closes (`Dans ce cas le préfet décide`): the
        last determiner that no preposition governs."""
        tags, words = self.view.tags, self.view.words
        if start in self.sentence.verbs:
            # `qui, …, accomplissent les missions`: the object of the relative's own verb
            return None
        found = None
        for index in range(start + 1, end):
            tag, before = tags[index], tags[index - 1]
            if index in self.sentence.verbs:
                found = None
            elif (
                tag & g.DET and not tag & g.PREP and not before & (g.PREP | g.DET | g.COORD | g.REL)
            ):
                if words[index - 1] != "tout":
                    found = index if found is None else found
        return found

    def _enumeration(self, segments: list[tuple[int, int]], position: int, start: int) -> int:
        """Widen `A, B et C` to its first member."""
        first, end = segments[position]
        has_and = any(self.view.words[i] in ("et", "ou") for i in range(first, end))
        if not has_and:
            return start
        while position > 0:
            previous = segments[position - 1]
            if self._has_verb(*previous) or previous[1] - previous[0] > 25:
                break
            begin = self._phrase_start(previous, False)
            if begin != previous[0] or not self.view.tags[begin] & (g.DET | g.DEM | g.NUMBER):
                break
            position, start = position - 1, begin
        return start

    def _has_verb(self, start: int, end: int) -> bool:
        return any(index in self.sentence.verbs for index in range(start, end))

    # --------------------------------------------------------------------------- antecedents

    def antecedent(  # noqa: C901  (one walk leftwards, each test a way to end it)
        self, relative: int, verb: Verb | None = None
    ) -> Subject:
        """The noun phrase a relative pronoun stands for: the longest chain of complements before it
        whose head agrees in number with the relative's verb."""
        view, tags = self.view, self.view.tags
        earlier = self._coordinated(relative)
        if earlier is not None:
            return self.antecedent(earlier, verb)
        end = relative
        while (
            end > self.sentence.start
            and tags[end - 1] & (g.COMMA | g.PREP)
            and not tags[end - 1] & g.DET
        ):
            end -= 1
        plural = None if verb is None else {form.plural for form in verb.forms}
        best = None
        low = max(self.sentence.start, end - 40)
        for index in range(end - 1, low - 1, -1):
            tag = tags[index]
            if (
                tag & (g.COMMA | g.SEMI | g.COLON | g.REL | g.SUBORD)
                or index in self.sentence.verbs
            ):
                break
            if tag & g.INFINITIVE and best is not None:
                break
            if tag & (g.DET | g.DEM) or (index > 0 and view.words[index] in ("de", "d'")):
                is_plural = bool(tag & g.PLURAL_DET) or view.words[index] in ("ceux", "celles")
                agrees = plural is None or not tag & (g.DET | g.DEM) or is_plural in plural
                if agrees and tag & (g.DET | g.DEM):
                    best = index
                if tag & g.PREP or view.words[index] in ("de", "d'"):
                    continue
                if (
                    index > low
                    and tags[index - 1] & g.PREP
                    and view.words[index - 1] in ("de", "d'")
                ):
                    continue
                if best is not None:
                    break
            if best is not None and view.words[best + 1] in self.present:
                # `l'exécution du présent arrêté, qui sera publié`: the text itself
                break
        if best is None:
            best = end - 1
        best = self._or_other(best, low)
        half = self.view.grammar.classes.get("début-de-pronom", frozenset())
        if best > self.sentence.start and best == end - 1 and view.words[best - 1] in half:
            best -= 1
        return Subject(best, end, "antecedent", f"antécédent de « {view.raw(relative)} »")

    def _or_other(self, best: int, low: int) -> int:
        """`le président ou son représentant, qui préside`: the phrase begins with the former."""
        view, tags = self.view, self.view.tags
        if best - 2 <= low or view.words[best] not in _HIS or view.words[best - 1] != "ou":
            return best
        for index in range(best - 2, low - 1, -1):
            if tags[index] & (g.COMMA | g.SEMI | g.COLON | g.REL) or index in self.sentence.verbs:
                break
            if tags[index] & g.DET and not tags[index] & g.PREP:
                if view.words[index - 1] not in ("de", "d'"):
                    return index
        return best

    def _coordinated(self, relative: int) -> int | None:
        """`qui connaît …, et qui puisse`: the relative pronoun that this one goes on with."""
        if relative <= self.sentence.start or not self.view.tags[relative - 1] & g.COORD:
            return None
        for clause in reversed(self.sentence.clauses):
            if clause.kind == "rel" and 0 <= clause.opener < relative:
                return clause.opener
        return None
