"""Short names written out: what a text calls `le comité restreint` or `le responsable du lieu` once
it has given the whole name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from corpus.french.fold import fold
from corpus.french.tokens import Tokens, tokenize
from corpus.model import Mention

# A name that stands in a lexicon is whole as it is: `caisse d'allocations familiales` is not short
# for the one of the Gironde.
_WHOLE = "lexique/"
# What a text says it is, by `dénommée`, `ci-après` or an acronym.
_DEFINED = "definition/"
# Where the names of associations stand: the lexicon of national ones, a pattern, the text's own.
_OF_ASSOCIATIONS = (
    "lexique/sante-solidarites/",
    "lexique/syndicats-federations/",
    "organisme/association",
    _DEFINED,
)


@lru_cache(maxsize=20_000)
def _tokens(name: str) -> Tokens:
    """Names come back, within a text and from one text to the next."""
    return tokenize(name)


class FullNames:
    """The whole name of each short one, as far as the text leaves no doubt."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        bare: Collection[str],
        classes: Mapping[str, Collection[str]],
    ) -> None:
        """`bare` are the stems of heads that may stand alone, `classes` the words of the
        `grammaire` files."""
        self.bare, self.links = bare, classes.get("lien-de-complément", ())
        self.offices = classes.get("office", ())
        self.stems: dict[str, tuple[str, ...]] = {}
        self.by_head: dict[str, Counter[str]] = defaultdict(Counter)
        for mention in mentions:
            stems = self.stems.get(mention.entity)
            if stems is None:
                stems = self.stems[mention.entity] = tuple(_tokens(mention.entity).stems)
            if stems and mention.label != "PRACTITIONER":
                self.by_head[stems[0]][mention.entity] += 1
                self._headed(mention.entity)
        self.known: dict[str, str] = {}

    def _headed(self, name: str) -> None:
        """`président de l'association les petits pas` names the association too."""
        tokens = _tokens(name)
        words, at = tokens.words, 1
        if words[0] not in self.offices:
            return
        while at < len(words) - 1 and words[at] in self.links:
            at += 1
        if at > 1 and tokens.stems[at] in self.bare:
            rest = name[tokens.starts[at] :]
            self.stems[rest] = tuple(tokens.stems[at:])
            self.by_head[tokens.stems[at]][rest] += 1

    def of(self, mention: Mention) -> str:
        """The whole name of a mention's entity, or the entity itself."""
        name = mention.entity
        if name not in self.known:
            whole = self.ending(name)
            if whole is None and not mention.rule.startswith(_WHOLE):
                whole = self._longer(name)
            self.known[name] = whole or name
        return self.known[name]

    def ending(self, name: str) -> str | None:
        """`responsable du lieu` -> `responsable de lieu d'accueil enfants-parents`."""
        words = name.split()
        stems = self.stems.get(name) or tuple(_tokens(name).stems)
        if len(words) < 3 or stems[-1] not in self.bare or words[-2] not in self.links:
            return None
        whole = self.most_named(stems[-1])
        words = words[:-2]
        while len(words) > 1 and words[-1] in self.links:
            # `directrice de la maison`
            words = words[:-1]
        return f"{' '.join(words)} de {whole}" if whole else None

    def most_named(self, head: str) -> str | None:
        """The one name of that head which the text uses at least twice as often as any other, be it
        further on: the letter says `l'association`, its signature says which."""
        names = [
            (count, one)
            for one, count in self.by_head.get(head, Counter()).items()
            if len(self.stems[one]) > 1
        ]
        names.sort(reverse=True)
        if not names or (len(names) > 1 and names[0][0] < 2 * names[1][0]):
            return None
        return names[0][1]

    def _longer(self, name: str) -> str | None:
        """`comité restreint` -> `comité national restreint de soutien à la parentalité`, when the
        longer names that hold its words in order are all one name cut at different places."""
        short = self.stems[name]
        if len(short) < 2 or _PORTFOLIO in short:
            return None
        longer = [
            one
            for one in self.by_head.get(short[0], ())
            if len(self.stems[one]) > len(short) and _holds(self.stems[one], short)
        ]
        if not longer:
            return None
        whole = max(longer, key=lambda one: len(self.stems[one]))
        if all(_holds(self.stems[whole], self.stems[one]) for one in longer):
            return whole
        return None


# `le ministre chargé de la famille` is not the one charged with health and family.
_PORTFOLIO = "charge"


def gender_of(classes: Mapping[str, Collection[str]], determiner: str, noun: str) -> bool | None:
    """True for the feminine: by the determiner, else by the noun (`l'instance`, `les caisses`);
    None when neither tells. `classes` are the words of the `grammaire` files."""
    if determiner in classes.get("déterminant-féminin", ()):
        return True
    if determiner in classes.get("déterminant-masculin", ()):
        return False
    base = fold(noun).rstrip("sx")
    if base in classes.get("nom-féminin", ()):
        return True
    if base in classes.get("nom-masculin", ()):
        return False
    if base.endswith(tuple(classes.get("finale-féminine", ()))):
        return True
    return False if base.endswith(tuple(classes.get("finale-masculine", ()))) else None


def only_private_body(mentions: Sequence[Mention]) -> str | None:
    """The one association that a text names by a name of its own (`Ensemble pour …`); of several,
    the one that the text itself defines, else the one it names first and most, by far."""
    named = [
        mention
        for mention in mentions
        if mention.label == "BODY"
        and mention.rule.startswith(_OF_ASSOCIATIONS)
        and not mention.text[:1].islower()
    ]
    counts = Counter(mention.entity for mention in named)
    if len(counts) < 2:
        return next(iter(counts), None)
    defined = {mention.entity for mention in named if mention.rule.startswith(_DEFINED)}
    if len(defined) == 1:
        return defined.pop()
    (most, times), (_, next_times) = counts.most_common(2)
    first = min(named, key=lambda mention: mention.start).entity
    return most if most == first and times >= 2 * next_times else None


def _holds(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """True when the words of `part` stand in `whole`, in that order."""
    rest = iter(whole)
    return all(word in rest for word in part)
