"""Who must act and who receives: the bearer, by the `porteur` role of the rule; the beneficiary."""

from __future__ import annotations

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_frames import Frame
from corpus.extraction.statements_regions import Range, RegionFinder, Scene
from corpus.extraction.statements_subjects import Subject
from corpus.french.fold import stem_word

Bearer = tuple[Range, str, str]
_DATIVE = ("a", "au", "aux")
_GIVING = frozenset((*_DATIVE, "de", "du", "des"))


class RoleFinder:
    """Finds bearers and beneficiaries in one sentence."""

    def __init__(self, scene: Scene, regions: RegionFinder) -> None:
        self.scene, self.view, self.sentence = scene, scene.view, scene.sentence
        self.regions = regions

    def bearer(self, frame: Frame, high: int, passive: bool) -> Bearer | None:
        """The bearer's tokens, how it was found and the step that says so; None for nobody."""
        for way in frame.rule.bearers:
            found = self._by(way, frame, high, passive)
            if found is not None:
                return found
        return None

    def _by(self, way: str, frame: Frame, high: int, passive: bool) -> Bearer | None:
        if way == "sujet" and not passive:
            return (
                None if frame.verb is None else self.of_subject(self.scene.subjects.of(frame.verb))
            )
        if way == "agent" or (way == "sujet" and passive):
            return self.agent(frame.end - 1, high) or self._entrusted(frame.end, high)
        if way == "pronom":
            return self._pronoun(frame)
        if way == "complément":
            return self.complement(frame)
        if way == "datif":
            return self._dative(frame.end, high)
        if way == "entre":
            return self._between(frame.end, high)
        if way == "suivant":
            return self._phrase(frame.end, high, "porteur : complément qui suit le déclencheur")
        if way == "précédent":
            return self._preceding(frame)
        if way == "antécédent":
            return self._antecedent(frame)
        return None

    def of_subject(self, subject: Subject) -> Bearer | None:
        """A subject as bearer, without its article."""
        if not subject.found:
            return None
        start = self.regions.strip(subject.start)
        if start >= subject.end:
            start = subject.start
        end = self.regions.trim(subject.end, start + 1)
        if end <= start:
            return None
        return (start, end), subject.kind, f"porteur : {subject.step}"

    def _pronoun(self, frame: Frame) -> Bearer | None:
        words = self.scene.words_of("pronom-complément")
        # `Il reviendra au maire, et à lui seul, de`: what follows the verb is no such pronoun
        end = frame.end if frame.verb is None else max(frame.verb.index, frame.first)
        for index in range(frame.first, end):
            if self.view.words[index : index + 2] == ["nous", "vous"]:
                # `Nous vous invitons à`: the subject
                continue
            if self.view.words[index] in words and self.view.tags[index] & g.CLITIC:
                step = f"porteur : pronom « {self.view.raw(index)} »"
                return (index, index + 1), "pronoun", step
        return None

    def complement(self, frame: Frame) -> Bearer | None:
        """What the gap of a trigger took (`il est attendu de chaque service que`)."""
        if frame.gap is None:
            return None
        start, end = frame.gap
        while start < end and self.view.tags[start] & (g.PREP | g.DET | g.COMMA | g.ADV):
            start += 1
        end = self.regions.group_end(start, end)
        return (
            ((start, end), "noun", "porteur : complément du déclencheur") if end > start else None
        )

    def _dative(self, start: int, high: int) -> Bearer | None:
        """`confie à la Caf la présidence`, `la présidence est confiée à la Caf`."""
        tags = self.view.tags
        for index in range(start, high - 1):
            if self.view.words[index] in _DATIVE and not tags[index + 1] & g.INFINITIVE:
                return self._phrase(index + 1, high, "porteur : complément introduit par « à »")
        return None

    def _entrusted(self, start: int, high: int) -> Bearer | None:
        """`la direction peut être confiée à un médecin`: who is given it will act."""
        entrusted = self.scene.words_of("participe-de-mission")
        for index in range(start, min(high, start + 4)):
            if self.view.words[index] in entrusted:
                return self._dative(index + 1, high)
        return None

    def _between(self, start: int, high: int) -> Bearer | None:
        """`de manière conjointe entre la Caf et les services de l'État`."""
        for index in range(start, high - 1):
            if self.view.words[index] == "entre":
                return self._phrase(index + 1, high, "porteur : complément introduit par « entre »")
        return None

    def _phrase(self, start: int, high: int, step: str) -> Bearer | None:
        while start < high and self.view.tags[start] & g.DET:
            start += 1
        end = self.regions.group_end(start, high)
        return ((start, end), "noun", step) if end > start else None

    def _preceding(self, frame: Frame) -> Bearer | None:
        """`Le préfet est compétent pour`, `le comité compétent pour`: the subject of the verb
        before, else the noun phrase before."""
        verb = self.sentence.verbs.get(frame.first - 1)
        if verb is not None:
            return self.of_subject(self.scene.subjects.of(verb))
        return self.of_subject(self.scene.subjects.antecedent(frame.first))

    def _antecedent(self, frame: Frame) -> Bearer | None:
        """`le responsable, à qui il revient de`: what the relative pronoun stands for."""
        for index in range(frame.first, max(self.sentence.start, frame.first - 4) - 1, -1):
            if self.view.tags[index] & g.REL:
                return self.of_subject(self.scene.subjects.antecedent(index))
        return None

    # ------------------------------------------------------------------------------ agents

    def agent(self, index: int, high: int) -> Bearer | None:
        """The complement introduced by `par` after a passive."""
        for position in range(index + 1, high - 1):
            if self.view.words[position] == "par" and not self._other_participle(index, position):
                start = self._agent_start(position + 1, high)
                if start is not None:
                    end = self._agent_end(start, high)
                    if end > start:
                        return (start, end), "noun", "porteur : complément d'agent « par … »"
        return None

    def _other_participle(self, index: int, position: int) -> bool:
        """`surmontée de locaux occupés par des tiers`: the agent of another participle."""
        tags = self.view.tags
        participles = [i for i in range(index, position) if tags[i] & g.PARTICIPLE]
        if len(participles) < 2 or participles[-1] != position - 1:
            return False
        between = range(participles[0] + 1, participles[-1])
        return any(tags[i] & (g.DET | g.PREP) or not tags[i] for i in between)

    def _agent_start(self, start: int, high: int) -> int | None:
        """Where the agent's own words begin; None when `par` says how, not who."""
        tags, words = self.view.tags, self.view.words
        frozen = self.scene.words_of("par-figé")
        first = start
        while first < high - 1 and tags[first] & (g.DET | g.NUMBER) and not tags[first] & g.NEGSUBJ:
            first += 1
        if words[first] in self.scene.words_of("acte"):
            return self._issuer(first, high)
        if first > start and words[first] in ("personne", "personnes"):
            # `par toute personne justifiant de` says who; `par personne` counts heads
            return first
        if (
            words[start] in frozen
            or words[first] in frozen
            or tags[first] & (g.INFINITIVE | g.DURATION)
        ):
            return None
        if words[first][0].isdigit() or tags[first] & g.REL:
            return None
        # `par convention`, `par décret`: a bare noun says how, unless it is a name
        named = self.scene.mention_end(first) > first or not self.view.raw(first).islower()
        return first if first > start or named else None

    def _issuer(self, start: int, high: int) -> int | None:
        """`par arrêté conjoint des préfets`: those who take the act, when it names them."""
        for index in range(start + 1, min(high - 1, start + 4)):
            if self.view.words[index] in ("du", "des", "de", "d'"):
                return self.regions.strip(index + 1)
        return None

    def _agent_end(self, start: int, high: int) -> int:
        """`par X ou son représentant, ainsi que par Y` is one agent."""
        end = self.regions.group_end(start, high)
        tags, words = self.view.tags, self.view.words
        index = end
        while index < high and (
            tags[index] & (g.COMMA | g.COORD) or words[index] in ("que", "par")
        ):
            index += 1
        if end < index < high and (words[index - 1] == "par" or tags[index - 1] & g.COORD):
            if tags[index] & g.DET and not self._verb_near(index, high):
                return self._agent_end(index + 1, high)
        return end

    def _verb_near(self, index: int, high: int) -> bool:
        return any(
            position in self.sentence.verbs for position in range(index, min(high, index + 8))
        )

    # ------------------------------------------------------------------------- beneficiaries

    def beneficiary(self, action: Range, bearer: Range | None) -> Range | None:
        """Who receives: a dative pronoun, or `à`, `auprès de`, `à l'intention de` before somebody
        (a class of head words)."""
        start, end = action
        own = self.view.words[bearer[0]] if bearer is not None else ""
        for index in range(start, min(end - 1, start + 4)):
            # `vous appuyer` is reflexive where `vous` must act
            word = self.view.words[index]
            if word in ("lui", "leur", "vous", "nous") and word != own:
                if self.view.tags[index + 1] & (g.FINITE | g.INFINITIVE | g.CLITIC):
                    return index, index + 1
        people = self.scene.words_of("personne")
        words = self.view.words
        for index in range(start, end - 1):
            if words[index] not in _GIVING or not self._gives(index):
                continue
            head = index + 1
            while head < end - 1 and self.view.tags[head] & (g.DET | g.PREADJ):
                head += 1
            if self._is_person(head, people) and not (bearer and bearer[0] <= head < bearer[1]):
                stop = self.regions.group_end(head, end)
                if stop > head:
                    return head, stop
        return None

    def _is_person(self, index: int, people: frozenset[str]) -> bool:
        word = self.view.words[index]
        return word in people or stem_word(word) in people

    def _gives(self, index: int) -> bool:
        words = self.view.words
        if words[index] in _DATIVE:
            return True
        before = words[index - 1] if index else ""
        return words[index] in ("de", "du", "des") and before in self.scene.words_of("destination")
