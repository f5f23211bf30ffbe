"""Names that the text itself defines, bound from there to its end.

Five ways of defining are read: `Nom complet (SIGLE)`, `SIGLE (nom complet)`, `ci-après « la
Commission »` (or `dénommé`, `dit`), an acronym whose letters are the initials of a name that the
same text writes out, and `Naître ensemble est une association`. What the text says wins over the
lexicon, for this text alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from corpus.extraction.definitions_acronyms import initials, looks_like_acronym, stands_for
from corpus.extraction.mentions_entity import plain
from corpus.extraction.mentions_view import View
from corpus.french.fold import fold
from corpus.model import Label, Mention

_RULE = "definition/texte"
_CERTAINTY = 0.9
_DEFINABLE = ("SERVICE", "BODY")
# What may stand between the part of a name that is read and its acronym (`…, gardes et aidants`).
_UNREAD = re.compile(r"[\w\s,’'-]{0,90}")
_UNREAD_MOST = 90
_WORD_START = re.compile(r"[\s’']")
_PARENTHESIS = re.compile(r"\(\s{0,3}([A-ZÀ-Ý][\w&+’'-]{1,11})\s{0,3}[),;]")
# Every quantifier is bounded: a text of nothing but quotation marks stays linear.
_QUOTED = re.compile(r"[«“\"]\s{0,3}(?:l[ea]s?\s{1,3}|l['’])?([^»”\"\n]{2,60}?)\s{0,3}[»”\"]")
_HEREAFTER = re.compile(r"\b(ci-après|désormais|dénommée?s?|désignée?s?|dite?s?)\b[^«“\"\n.;:]*$")
_WORD = r"[A-ZÀ-Ý][\w.’'-]{1,25}"
_NAME = (
    rf"(?P<name>(?!(?:Cette|Celle|Elle|Notre|Cela)\b){_WORD}"
    rf"(?:\s(?:(?:et|de|du|des|la|le|les|pour|à|au|aux|en|sur)\s){{0,2}}(?:[ld]['’])?{_WORD}){{0,6}})"
)
# The rarer words are sought first, and the name before them: names begin at every capital.
_IS_ONE = (re.compile(r"est\s(?:une?\s|l['’])"), re.compile(r",\s(?:une?\s|l['’])"))
_NAME_BEFORE = re.compile(rf"(?<![\w’']){_NAME}\s\Z")
# With an article of its own, a name may go on in small letters (`La Bulle d'air est une …`).
_SMALL = r"(?:\s(?:d['’]|(?:de|du|des|en|à|aux|et)\s)?[\w-]{2,20})"
_ARTICLED_BEFORE = re.compile(
    rf"(?<![\w’'])(?P<name>(?:L[ae]s?\s|L['’])[A-ZÀ-Ý][\w-]{{1,25}}{_SMALL}{{1,3}})\s\Z"
)
_TITLE = re.compile(rf"(?:^|\n)(?P<name>(?:L[ae]s?\s|L['’]){_WORD}(?:[\s-]{_WORD}){{0,4}})\Z")
_LONGEST_NAME = 200
_OUR_OWN = re.compile(rf"otre(?<=\b[Nn]otre)\s(\w{{4,20}}),\s{_NAME},")
_ANNOUNCED = 45
_ANNOUNCING = ("ci-après", "désormais", "dénommé", "désigné", " dit ", " dits ", " dite")
_REACH = 60
# « dit » is also a verb: only right after the name does it define.
_NEXT = 2


@dataclass(frozen=True, slots=True)
class Binding:
    """From `start` on, `form` as printed means `entity`; a `proper` name is no place or service
    that its words alone would make of it, and an `explicit` one is what the text says it is."""

    form: str
    label: Label
    entity: str
    start: int
    proper: bool = False
    explicit: bool = False
    kind: str | None = None


class Index:
    """Mentions by their ends, so that a definition finds what it defines without a search."""

    def __init__(self, mentions: list[Mention]) -> None:
        self.by_end: dict[int, Mention] = {}
        self.by_start: dict[int, Mention] = {}
        self.all_by_end: dict[int, list[Mention]] = defaultdict(list)
        for mention in mentions:
            self.all_by_end[mention.end].append(mention)
            if mention.label in _DEFINABLE:
                _keep_longer(self.by_end, mention.end, mention)
                _keep_longer(self.by_start, mention.start, mention)

    def ending_near(self, position: int, reach: int) -> Mention | None:
        """The longest mention among those that end last within `reach` before `position`."""
        for end in range(position, max(0, position - reach) - 1, -1):
            if end in self.by_end:
                return self.by_end[end]
        return None


def define(view: View, mentions: list[Mention]) -> list[Mention]:
    """`mentions`, with those that the text's definitions add and the entities they correct."""
    mentions = _completed(view, mentions)
    index = Index(mentions)
    bindings = [
        *_after_name(view, index),
        *_before_name(view, index),
        *_hereafter(view, index),
        *_by_initials(view, mentions),
        *_presented(view, mentions),
        *_titled(view, index),
    ]
    return _bound(view, mentions, bindings) if bindings else mentions


def _keep_longer(table: dict[int, Mention], key: int, mention: Mention) -> None:
    known = table.get(key)
    if known is None or known.end - known.start < mention.end - mention.start:
        table[key] = mention


def _completed(view: View, mentions: list[Mention]) -> list[Mention]:
    """The mentions, those that stop before the last words of the name that an acronym sums up
    brought to its end (`association des assistants, gardes et accueillants (Aaga)`)."""
    index = Index(mentions)
    longer: dict[int, Mention] = {}
    for match in _PARENTHESIS.finditer(view.text):
        stop = _unblanked(view.text, match.start())
        mention = index.ending_near(stop, _UNREAD_MOST)
        if mention is None or not _UNREAD.fullmatch(view.text, mention.end, stop):
            continue
        whole = view.text[mention.start : stop]
        if mention.end < stop and not _named(mention.text, match.group(1)):
            named = _named(whole, match.group(1))
            if len(named) > stop - mention.end:  # it begins inside the mention
                longer[id(mention)] = replace(mention, end=stop, text=whole, entity=plain(whole))
    if not longer:
        return mentions
    grown = [(m.label, m.start, m.end) for m in longer.values()]
    kept = [longer.get(id(mention), mention) for mention in mentions]
    return [m for m in kept if not any(_is_within(m, *one) for one in grown)]


def _unblanked(text: str, position: int) -> int:
    """`position`, brought back before the blanks that precede it."""
    while position and text[position - 1].isspace():
        position -= 1
    return position


def _is_within(mention: Mention, label: str, start: int, end: int) -> bool:
    return mention.label == label and start < mention.start and mention.end <= end


def _after_name(view: View, index: Index) -> Iterator[Binding]:
    """`Réseaux d'écoute, d'appui et d'accompagnement des parents (Reaap)`; `président de l'Union
    des crèches (Udc)` defines the union."""
    for match in _PARENTHESIS.finditer(view.text):
        acronym, at = match.group(1), match.start()
        stop = _unblanked(view.text, at)
        ending = index.all_by_end.get(stop, ())
        whole = (m for m in ending if stands_for(acronym, m.text) or stands_for(acronym, m.entity))
        defined = next(whole, None)
        if defined is not None:
            yield Binding(acronym, defined.label, defined.entity, at, False, True, defined.kind)
            continue
        for mention in ending:
            if name := _named(mention.text, acronym):
                yield Binding(acronym, mention.label, plain(name), at, False, True, mention.kind)
                break


def _named(text: str, acronym: str) -> str:
    """The end of `text` that `acronym` stands for; empty when it stands for none."""
    first = fold(acronym[0])
    for start in chain((0,), (match.end() for match in _WORD_START.finditer(text))):
        if fold(text[start : start + 1]) == first and stands_for(acronym, text[start:]):
            return text[start:]
    return ""


def _before_name(view: View, index: Index) -> Iterator[Binding]:
    """`Paej (point accueil écoute jeunes)`."""
    for mention in index.by_start.values():
        if mention.start < 3 or view.text[mention.start - 1] != "(":
            continue
        _, stop = view.tokens.within(0, mention.start - 1)
        acronym = view.raw(stop - 1) if stop else ""
        if acronym[:1].isupper() and 2 < len(acronym) < 12 and stands_for(acronym, mention.entity):
            yield Binding(acronym, mention.label, mention.entity, view.starts[stop - 1])


def _hereafter(view: View, index: Index) -> Iterator[Binding]:
    """`la commission des financeurs de l'Aube, ci-après « la Commission »`."""
    if not any(word in view.text for word in _ANNOUNCING):
        return
    for quoted in _QUOTED.finditer(view.text):
        start = quoted.start()
        match = _HEREAFTER.search(view.text, max(0, start - _ANNOUNCED), start)
        if match is None:
            continue
        reach = _NEXT if match.group(1).startswith("dit") else _REACH
        defined = index.ending_near(match.start(), reach)
        if quoted.group(1)[0].islower() and " " not in quoted.group(1):
            continue  # « la structure », « l'association » point back like any other bare head
        if defined is not None and "\n\n" not in view.text[defined.end : match.start()]:
            yield Binding(quoted.group(1), defined.label, defined.entity, quoted.start(1))


def _presented(view: View, mentions: list[Mention]) -> Iterator[Binding]:
    """`Naître ensemble est une association`, `La Ribambelle est un lieu d'accueil`, `notre
    association, Naître ensemble,`: a proper name that a head noun explains."""
    for verb in chain.from_iterable(pattern.finditer(view.text) for pattern in _IS_ONE):
        at = verb.start()
        before = view.text[max(0, at - _LONGEST_NAME) : at]
        match = _NAME_BEFORE.search(before) or _ARTICLED_BEFORE.search(before)
        first, _ = view.tokens.within(verb.end(), len(view.text))
        if match is None or first >= view.count:
            continue
        if view.heads(first, "BODY"):
            yield _presenting(match)
        elif view.heads(first, "SERVICE") and not any(
            at - len(match["name"]) - 1 <= m.end <= at for m in mentions
        ):
            yield replace(_presenting(match), label="SERVICE")
    for match in _OUR_OWN.finditer(view.text):
        first, _ = view.tokens.within(match.start(1), match.end(1))
        if first < view.count and view.heads(first, "BODY"):
            yield _presenting(match)


def _titled(view: View, index: Index) -> Iterator[Binding]:
    """`La Passerelle, maison des adolescents`: a name that begins a line and has an article, then
    the service that it is. (Without the article it would be a person's.)"""
    for mention in index.by_start.values():
        if mention.label != "SERVICE" or view.text[mention.start - 2 : mention.start] != ", ":
            continue
        line = view.text[max(0, mention.start - _LONGEST_NAME) : mention.start - 2]
        match = _TITLE.search(line)
        if match is not None:
            yield replace(_presenting(match), label="SERVICE")


def _presenting(match: re.Match[str]) -> Binding:
    name = match["name"]
    return Binding(name, "BODY", " ".join(name.lower().replace("’", "'").split()), 0, True)


def _by_initials(view: View, mentions: list[Mention]) -> Iterator[Binding]:
    """`EPE`, where the text writes `Ensemble pour la Petite Enfance` somewhere else."""
    full: dict[str, set[tuple[Label, str]]] = defaultdict(set)
    entities: set[str] = set()
    for mention in mentions:
        if mention.label in _DEFINABLE and " " in mention.text:
            full[initials(mention.text)].add((mention.label, mention.entity))
            entities.add(mention.entity)
    candidates = {word for word in full if len(word) > 2}.intersection(view.words)
    if not candidates:
        return
    known = {mention.text: mention for mention in mentions if looks_like_acronym(mention.text)}
    for word in sorted(view.acronyms()):
        names = full.get(word.lower(), set())
        lexical = known.get(word)
        if len(word) < 3 or len(names) != 1 or (lexical is not None and lexical.entity in entities):
            continue
        label, entity = next(iter(names))
        if lexical is None or lexical.label == label:
            yield Binding(word, label, entity, 0)


def _bound(view: View, mentions: list[Mention], bindings: list[Binding]) -> list[Mention]:
    """The mentions once every binding has been applied, the first binding of a form winning."""
    places = {(m.start, m.end): position for position, m in enumerate(mentions)}
    result = list(mentions)
    covered = _covered(mentions)
    forms: dict[str, Binding] = {}
    for binding in sorted(bindings, key=lambda b: b.start):
        forms.setdefault(binding.form, binding)
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, forms), key=len, reverse=True))})(?!\w)"
    )
    for match in pattern.finditer(view.text):
        binding = forms[match.group()]
        start, end = match.span()
        if start < binding.start or view.is_in_number(start, end):
            continue
        position = places.get((start, end))
        if position is not None:
            if result[position].label == binding.label:
                result[position] = replace(result[position], entity=binding.entity)
            elif binding.explicit or (
                binding.proper and not result[position].rule.startswith("lexique/")
            ):
                result[position] = _mention(binding, start, end, match.group())
        elif not any(start < e and s < end for s, e in covered[binding.label].get(start // 64, ())):
            result.append(_mention(binding, start, end, match.group()))
    return result


def _covered(mentions: list[Mention]) -> dict[str, dict[int, list[tuple[int, int]]]]:
    """Where each label already stands, in buckets of 64 characters."""
    buckets: dict[str, dict[int, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for mention in mentions:
        for bucket in range(mention.start // 64, mention.end // 64 + 1):
            buckets[mention.label][bucket].append((mention.start, mention.end))
    return buckets


def _mention(binding: Binding, start: int, end: int, text: str) -> Mention:
    return Mention(
        label=binding.label,
        start=start,
        end=end,
        text=text,
        entity=binding.entity,
        rule=_RULE,
        kind=binding.kind,
        certainty=_CERTAINTY,
    )
