"""Services, bodies, practitioners and competencies named in a text.

Three sources agree on one entity: the lexicon (names known by heart), head nouns with their
complement (names never seen), and what the text itself defines. Candidates come from one walk of
a trie at the words that open a name; context decides whether they mean what their label says,
the grammar of names finds their right end, and the longest of each label stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.extraction.definitions import define
from corpus.extraction.heads import Extender
from corpus.extraction.heads_grammar import TRADE, NameGrammar
from corpus.extraction.heads_growth import Growth
from corpus.extraction.heads_phrases import Phrases
from corpus.extraction.lexicon import Form, Lexicon, Name
from corpus.extraction.lexicon_gender import feminine, masculine, singular
from corpus.extraction.lexicon_trie import Openings, inclusive_end
from corpus.extraction.mentions_context import after_fits, before_fits
from corpus.extraction.mentions_entity import canonical
from corpus.extraction.mentions_learnt import learnt
from corpus.extraction.mentions_listed import listed
from corpus.extraction.mentions_short import short_names
from corpus.extraction.mentions_spoken import spoken
from corpus.extraction.mentions_view import View
from corpus.french.fold import fold_word
from corpus.french.tokens import Tokens
from corpus.model import Document, Mention, Structure
from corpus.rules import Ruleset

_IGNORED = "AUCUNE"
# Keys of words that are in every sentence (`du`, `des` and `d'` share one).
_FREQUENT = frozenset(("de", "a", "et", "ou", "l", "d", "c", "s", "n", "m"))
# A practitioner or a competency inside these names is part of the name (`maison d'assistants
# maternels`, `centre de formation`), while a service inside a body's name is one of its own.
_SWALLOWED = {
    "PRACTITIONER": ("SERVICE", "BODY"),
    "COMPETENCY": ("SERVICE", "BODY", "PRACTITIONER"),
}


# What parts the members of a list of clauses.
_LINKS = frozenset(
    (",", ";", "-", "–", "—", "•", "·", "et", "ou", "puis", "savoir", "de", "d'", "a", "aussi")
)
_JOINTS_OF_DOUBLETS = frozenset(("et", "ou", "/"))
_ONE = frozenset(("un", "une"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible mention: tokens `start:end`, of which `form_end` closes what the trie matched."""

    start: int
    end: int
    form_end: int
    form: Form
    growth: Growth

    @property
    def label(self) -> str:
        """The label of its name."""
        return self.form.name.label

    def contains(self, other: Candidate) -> bool:
        """True when the other's tokens are all inside."""
        return self.start <= other.start and other.end <= self.end


class MentionFinder:
    """Finds mentions with one compiled rule set; safe to use for any number of documents."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.lexicon = Lexicon(ruleset)
        self.grammar = NameGrammar(ruleset)
        self._extender = Extender(self.grammar)
        self._openings = Openings(self.lexicon.trie, self.grammar.stops | _FREQUENT)

    def find(self, document: Document, structure: Structure, tokens: Tokens) -> tuple[Mention, ...]:
        """Every mention in the text, by position; of two at one place the longer comes first."""
        view = View(tokens, self.lexicon.trie, structure.genre, self.grammar.words_too)
        candidates = list(self._candidates(view, structure.metadata.date or ""))
        kept = _resolve(candidates)
        members = self._listed(view, kept)
        kept = [c for c in kept if not any(one.contains(c) for one in members)] + members
        mentions = define(view, [self._mention(view, candidate) for candidate in kept])
        mentions.extend(short_names(view, self.grammar, mentions))
        mentions = spoken(view.text, structure.turns, mentions)
        mentions = learnt(view.text, self.grammar, listed(view.text, self.grammar, mentions))
        mentions.sort(key=lambda mention: (mention.start, -mention.end, mention.label))
        return tuple(mentions)

    def _candidates(self, view: View, date: str) -> Iterable[Candidate]:
        trie, tokens = view.trie, view.tokens
        for start in self._openings.positions(tokens):
            for end, forms in trie.walk(tokens, start):
                for form in _alive(forms, date):
                    candidate = self._candidate(view, form, start, end)
                    if candidate is not None:
                        yield candidate

    def _candidate(self, view: View, form: Form, start: int, end: int) -> Candidate | None:
        name = form.name
        if not view.accepts(form, start, end) or not Phrases.may_be(view, name.wants, end):
            return None
        bare = end >= view.count or (self._extender.is_closed(view, end) and not name.clausal)
        if bare and name.is_pattern:
            return None
        if end - start > 1 and view.has_break(start, end):
            return None
        if not name.context.empty and not before_fits(view, name.context, start, end, self.grammar):
            return None
        growth = self._extender.start(view, end) if bare else self._extender.grow(view, name, end)
        if name.is_pattern and not _makes_a_name(view, name, growth):
            return None
        if not name.context.empty and not after_fits(view, name.context, end, growth.index):
            return None
        if name.headless:
            return Candidate(end, growth.index, growth.index, form, growth)
        if name.label in ("PRACTITIONER", "BODY"):
            start = _doublet_start(view, start)
        while name.left and start > 0 and self._belongs(view.words[start - 1], name):
            start -= 1
        return Candidate(start, growth.index, end, form, growth)

    def _belongs(self, word: str, name: Name) -> bool:
        """The word before a name is part of it: `anciens combattants`, `lecteurs bénévoles`."""
        return word in name.left or (TRADE in name.left and self.grammar.is_trade(word))

    def _listed(self, view: View, kept: list[Candidate]) -> list[Candidate]:
        """The members that follow a clause in its list: `savoir écouter, reformuler, se taire`."""
        found: list[Candidate] = []
        covered = {c.start for c in kept if c.form.name.headless}
        for first in (c for c in kept if c.form.name.headless):
            index = first.end
            end: int | None = index
            while end is not None:
                while index < view.count and view.words[index] in _LINKS:
                    index += 1
                if index == end or index in covered:
                    break
                end = self._extender.phrases.clause_end(view, index)
                if end is not None:
                    growth = self._extender.start(view, end)
                    found.append(Candidate(index, end, end, first.form, growth))
                    index = end
        return found

    def _mention(self, view: View, candidate: Candidate) -> Mention:
        name = candidate.form.name
        start, end = view.starts[candidate.start], view.ends[candidate.end - 1]
        end = inclusive_end(view.text, end) or end
        form, form_end = candidate.form.entity, candidate.form_end
        entity = canonical(view, name, form, candidate.start, form_end, candidate.growth)
        if TRADE in name.left and self.grammar.is_trade(view.words[candidate.start]):
            entity = f"{masculine(singular(view.raw(candidate.start).lower()))} {entity}"
        return Mention(
            label=name.label,  # type: ignore[arg-type]
            start=start,
            end=end,
            text=view.text[start:end],
            entity=entity,
            rule=name.rule,
            kind=name.kind,
            certainty=name.certainty,
        )


def _doublet_start(view: View, start: int) -> int:
    """Where the name at `start` begins with its other gender: `les infirmiers ou infirmières`,
    `assistants et assistantes de service social`."""
    joint = start - 1
    if joint > 1 and view.words[joint] in _ONE and view.words[joint - 1] == "d'":
        joint -= 2  # `d'un technicien ou d'une technicienne`
    if joint < 1 or view.words[joint] not in _JOINTS_OF_DOUBLETS:
        return start
    one, other = (singular(view.raw(at).lower()) for at in (joint - 1, start))
    if one == other:
        return start
    if fold_word(feminine(one)) == fold_word(other) or fold_word(feminine(other)) == fold_word(one):
        return joint - 1
    return start


def _makes_a_name(view: View, name: Name, growth: Growth) -> bool:
    """True when a head has the complement it needs, none that it refuses, and one that does not
    itself point back to a name given before (`président de la commission`)."""
    if not growth.kinds & name.needs:
        return False
    if growth.first in name.without or growth.kinds & name.without:
        return False
    alone = growth.index == growth.sole + 1
    singular = alone and view.words[growth.sole] == view.stems[growth.sole]
    return not (singular and view.heads(growth.sole, "BODY"))


def _alive(forms: list[Form], date: str) -> list[Form]:
    """Of several entries written alike, those in life at the document's date, if any is."""
    if len(forms) < 2 or not date:
        return forms
    living = [
        form
        for form in forms
        if (not form.name.start or form.name.start <= date)
        and (not form.name.end or date <= form.name.end)
    ]
    return living or forms


def _resolve(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates that stay: expressions to ignore taken out, the longest of each label.

    The longest are placed first, so a kept candidate that overlaps a later one covers its first or
    its last token: looking at these two keeps the cost linear.
    """
    hidden: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if candidate.label == _IGNORED:
            for index in range(candidate.start, candidate.form_end):
                hidden[index].append(candidate)
    named = [
        c
        for c in candidates
        if c.label != _IGNORED
        and not any(_hides(i, c) for t in range(c.start, c.form_end) for i in hidden.get(t, ()))
    ]
    named.sort(
        key=lambda c: (c.start - c.end, -c.form.name.certainty, -c.form_end, c.start, c.label)
    )
    placed: dict[int, list[Candidate]] = defaultdict(list)
    kept: list[Candidate] = []
    for candidate in named:
        near = [*placed.get(candidate.start, ()), *placed.get(candidate.end - 1, ())]
        if not any(_excludes(other, candidate) for other in near):
            kept.append(candidate)
            for index in range(candidate.start, candidate.end):
                placed[index].append(candidate)
    return kept


def _hides(ignored: Candidate, candidate: Candidate) -> bool:
    """True when the candidate's own words are part of an expression that means something else."""
    return ignored.start <= candidate.start and candidate.form_end <= ignored.end


def _represents(kept: Candidate, candidate: Candidate) -> bool:
    """True for those whom a body unites (`fédération nationale des assistants familiaux`)."""
    name = kept.form.name
    return name.unites and candidate.label == "PRACTITIONER" and candidate.start >= kept.form_end


def _excludes(kept: Candidate, candidate: Candidate) -> bool:
    """True when a longer mention already kept leaves no room for this one."""
    if kept.label == candidate.label or not kept.contains(candidate):
        return True
    if kept.start == candidate.start and kept.end == candidate.end:
        return True
    if kept.form.name.opaque:
        return True
    if kept.start == candidate.start and kept.form_end == candidate.form_end:
        return True  # two readings of one head
    if kept.label in _SWALLOWED.get(candidate.label, ()):
        return not _represents(kept, candidate)
    # A profession's name may hold a service's (`assistant de service social`).
    if kept.label != "PRACTITIONER" or kept.form.name.is_pattern:
        return False
    begins = candidate.start < kept.form_end
    return begins and (candidate.end <= kept.form_end or not kept.growth.prepositions)
