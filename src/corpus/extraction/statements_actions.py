"""What is to be done: from the trigger, where the action begins and ends."""

from __future__ import annotations

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_frames import Frame
from corpus.extraction.statements_match import adverbs_end, is_adverb, skip_right
from corpus.extraction.statements_regions import Range, RegionFinder, Scene
from corpus.extraction.statements_sentence import Verb
from corpus.extraction.statements_subjects import Subject


class ActionFinder:
    """Finds actions in one sentence, by the `action` role of the rule."""

    def __init__(self, scene: Scene, regions: RegionFinder) -> None:
        self.scene, self.view, self.sentence = scene, scene.view, scene.sentence
        self.regions = regions
        self.duties = scene.words_of("participe-de-devoir")
        self.rights = scene.words_of("nom-de-droit")

    def find(self, frame: Frame, high: int) -> Range:
        """The action of a frame; empty when the items of a list are to give it."""
        if self._colon_follows(frame.end):
            return frame.end, frame.end
        kind = frame.rule.action
        start = frame.first if frame.verb is None else min(frame.verb.first, frame.first)
        if kind == "passif" or (kind == "verbe" and self.pronominal(frame)):
            return self._with_subject(frame, start), high
        if kind == "verbe":
            return start, high
        if kind == "objet":
            return frame.end - 1, high
        if kind == "groupe":
            return self._after_determiner(frame.end, high), high
        start = self.infinitive_start(frame.end, high)
        if self.passive(frame):
            return self._with_subject(frame, start), high
        return start, high

    def _with_subject(self, frame: Frame, start: int) -> int:
        """A passive's subject opens the action when it is a noun that stands before."""
        if frame.verb is None:
            return start
        subject = self.scene.subjects.of(frame.verb)
        if subject.kind in ("noun", "antecedent") and subject.start < start:
            return self.regions.strip(subject.start)
        return start

    def _colon_follows(self, index: int) -> bool:
        """`doit notamment :`, `devra, selon le comité :`: only the items of a list say what."""
        end, tags = self.sentence.end, self.view.tags
        index = adverbs_end(self.view, index, end)
        if index < end and tags[index] & g.COMMA:
            verbs = self.sentence.verbs
            while index < end and not (tags[index] & (g.COLON | g.INFINITIVE) or index in verbs):
                index += 1
        return index < end and bool(tags[index] & g.COLON) and index >= end - 2

    def passive(self, frame: Frame) -> bool:
        """True for `doit être transmis`, `doit faire l'objet de`; not for `doit être conforme`,
        nor for `a le droit d'être informé`, where who holds the right is named."""
        tags, words = self.view.tags, self.view.words
        if any(words[i] in self.rights for i in range(frame.first, frame.end)):
            return False
        index = self._infinitive_next(frame.end)
        if words[index] == "voir" and words[index - 1] == "se":
            # `ne peut se voir refuser l'accueil`
            return bool(tags[index + 1] & g.INFINITIVE)
        if words[index] != "etre":
            return words[index : index + 3] == ["faire", "l'", "objet"]
        index += 1
        while index < self.sentence.end - 1 and is_adverb(self.view, index):
            index += 1
        return bool(tags[index] & g.PARTICIPLE) and words[index] not in self.duties

    def _infinitive_next(self, index: int) -> int:
        """The infinitive after a modal, past adverbs, pronouns, a circumstance (`pourra,
        le cas échéant, être créé`) and `continuer à`."""
        tags, words, end = self.view.tags, self.view.words, self.sentence.end - 1
        limit = index + 5
        while index < min(limit, end):
            inside = self.scene.circumstance_at(index)
            after = inside.end if inside is not None else adverbs_end(self.view, index, end)
            if after > index:
                index, limit = after, max(limit, after + 5)
            elif words[index] == "continuer" and words[index + 1] == "a":
                index += 2
            elif tags[index] & (g.COMMA | g.CLITIC):
                index += 1
            else:
                break
        return min(index, end)

    def pronominal(self, frame: Frame) -> bool:
        """`s'effectue`, `se fait`: nobody is named who does it."""
        if frame.verb is None or frame.end > frame.verb.index + 2:
            return False
        group = self.view.grammar.groups.get("passif-pronominal", frozenset())
        words = self.view.words
        reflexive = any(words[i] in ("se", "s'") for i in range(frame.verb.first, frame.verb.index))
        return reflexive and any(form.lemma in group for form in frame.verb.forms)

    def infinitive_start(self, start: int, high: int) -> int:
        """The first infinitive after `start`, with its clitics; a noun when one comes first."""
        tags = self.view.tags
        skipped = g.CLITIC | g.COMMA | g.ADV | g.PREP | g.NE | g.PAS | g.QUOTE | g.COORD
        index = start
        while index < high:
            tag = tags[index]
            if tag & g.INFINITIVE and not tag & (g.DET | g.PREP):
                return self._with_clitics(index, start)
            inside = self.scene.circumstance_at(index)
            if inside is not None and inside.end > index:
                index = inside.end
                continue
            if tag & g.COMMA:
                # `peut, par arrêté motivé, déroger`
                closed = skip_right(self.view, index, high)
                if closed > index + 1 and self._infinitive_near(closed, high):
                    index = closed
                    continue
            after = adverbs_end(self.view, index, high)
            if after == index and not tag & skipped:
                break
            index = max(after, index + 1)
        return self._after_determiner(start, high)

    def _infinitive_near(self, index: int, high: int) -> bool:
        tags = self.view.tags
        while index < high and tags[index] & (g.CLITIC | g.NE | g.PREP) and not tags[index] & g.ADV:
            index += 1
        return index < high and bool(tags[index] & g.INFINITIVE)

    def _with_clitics(self, index: int, low: int) -> int:
        tags = self.view.tags
        first = index
        while first > low and tags[first - 1] & (g.CLITIC | g.NE):
            first -= 1
        if first - 2 >= low and tags[first - 1] & g.PAS and tags[first - 2] & g.NE:
            # `de ne pas exiger`
            first -= 2
        return first

    def _after_determiner(self, start: int, high: int) -> int:
        tags = self.view.tags
        while start < high and (
            tags[start] & (g.COMMA | g.QUOTE)
            or (is_adverb(self.view, start) and not tags[start] & g.DET)
        ):
            start += 1
        while start < high and tags[start] & (g.DET | g.PREP) and not tags[start] & g.ADV:
            start += 1
        return start

    # ----------------------------------------------------------------- clauses after `que`

    def clause(self, start: int, high: int) -> tuple[Range, Subject | None, bool]:
        """After `que`: the action, the subject who must act, and whether the clause is passive."""
        verb = self._next_verb(start, high)
        if verb is None:
            return (self.infinitive_start(start, high), high), None, False
        subject = self.scene.subjects.of(verb)
        if self._there_is(verb):
            return (subject.start if subject.found else verb.first, high), None, False
        if self._passive_clause(verb) and subject.found:
            return (self.regions.strip(subject.start), high), None, True
        return (verb.first, high), subject if subject.found else None, False

    def _there_is(self, verb: Verb) -> bool:
        """`qu'il y ait quelqu'un`: nobody acts."""
        before = self.view.words[verb.first : verb.index]
        return "y" in before and any(form.lemma == "avoir" for form in verb.forms)

    def _passive_clause(self, verb: Verb) -> bool:
        words = self.view.words
        if any(form.lemma == "être" for form in verb.forms):
            index = verb.index + 1
            while index < self.sentence.end and is_adverb(self.view, index):
                index += 1
            return index < self.sentence.end and bool(self.view.tags[index] & g.PARTICIPLE)
        group = self.view.grammar.groups.get("passif-pronominal", frozenset())
        reflexive = any(words[i] in ("se", "s'") for i in range(verb.first, verb.index))
        return reflexive and any(form.lemma in group for form in verb.forms)

    def _next_verb(self, start: int, high: int) -> Verb | None:
        for verb in self.sentence.order:
            if start <= verb.index < high:
                clause = self.sentence.clauses[verb.clause]
                if clause.kind == "cond" or (clause.kind == "rel" and clause.opener >= start):
                    continue
                return verb
        return None
