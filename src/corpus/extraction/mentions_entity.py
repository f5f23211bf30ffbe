"""The canonical name of what is mentioned: lower case, singular, acronyms written out; and the
mention of a skill, whose name is its words."""

from __future__ import annotations

import re

from corpus.extraction.heads_growth import Growth
from corpus.extraction.lexicon import Name
from corpus.extraction.lexicon_gender import head_length, masculine, singular
from corpus.extraction.mentions_view import View
from corpus.french.fold import fold
from corpus.model import Mention

_BLANKS = re.compile(r"\s+")
_BROKEN = re.compile(r"(\w)-\n\s*")
_APOSTROPHE = re.compile(r"\s*[’‘'´]\s*")
_IN_CHARGE = re.compile(r"\ben charge d")
_ARTICLES = frozenset(("le", "la", "les"))
_AND = frozenset(("et", "ou"))
_AS_PRINTED = frozenset(("nom-propre", "lieu", "guillemets"))
_CERTAINTY_OF_SKILLS = 0.7
_PLURAL_OPENING = re.compile(r"^des?\s+")


def plain(text: str) -> str:
    """The words on one line, in lower case, apostrophes straight."""
    joined = _BROKEN.sub(r"\1-", text)
    return _APOSTROPHE.sub("'", _BLANKS.sub(" ", joined)).strip().lower()


def canonical(
    view: View, name: Name, entity: str, start: int, form_end: int, growth: Growth
) -> str:
    """The entity of the mention that runs from token `start`, its form to `form_end`."""
    inner = growth.inner
    if name.transparent and inner and inner.entity and growth.inner_end == growth.index:
        return inner.entity
    if entity:
        if form_end >= growth.index:
            return entity
        rest = _expanded(view, form_end, growth.index)
        return f"{entity} {_agreed(rest, name, growth)}".strip()
    return _IN_CHARGE.sub("chargé d", _head(view, name, start, growth))


def _agreed(rest: str, name: Name, growth: Growth) -> str:
    """The adjectives that open `rest` in the singular, and in the masculine after a function
    (`conseillères numériques` -> `conseiller numérique`); proper names stay as they are."""
    if growth.kinds & _AS_PRINTED:
        return rest
    words = rest.split(" ")
    length = head_length(words)
    first = [singular(word) for word in words[:length]]
    if name.label == "PRACTITIONER":
        first = [masculine(word) for word in first]
    return " ".join([*first, *words[length:]])


def _head(view: View, name: Name, start: int, growth: Growth) -> str:
    """Head and adjectives in the masculine singular, then the complement as printed."""
    text = view.text[view.starts[start] : view.ends[growth.index - 1]]
    words = plain(text).split(" ")
    # what stands between quotation marks is kept as printed
    quoted = next((i for i, word in enumerate(words) if word[0] in '«“"'), len(words))
    length = min(head_length(words), quoted)
    printed = _BLANKS.sub(" ", _BROKEN.sub(r"\1-", text)).split(" ")
    named = "nom-propre" in growth.kinds and len(printed) == len(words)
    head = [
        # `l'association Les Petits Pas` keeps its name
        word if named and at and printed[at].istitle() else singular(word)
        for at, word in enumerate(words[:length])
    ]
    plural = head != words[:length]
    # `les établissements et les services d'accueil`
    head = [w for i, w in enumerate(head) if w not in _ARTICLES or not i or head[i - 1] != "et"]
    head = _masculine(name, head)
    if len(head) > 2 and head[1] in _AND and masculine(head[2]) == masculine(head[0]):
        head = [masculine(word) for word in (head[0], *head[3:])]  # `présidentes et présidents`
    rest_start = growth.complement_start or growth.index
    if not growth.complement_start:
        return " ".join([*head, *words[length:]])
    # `Collectif PMI Demain` is what it calls itself
    own = "nom-propre" in growth.kinds and not growth.prepositions
    write_out = _as_printed if own else _expanded
    rest = write_out(view, rest_start, growth.index)
    if plural and growth.inner is not None and growth.inner_end == growth.index:
        rest = _of_one(rest, growth.inner.entity) if rest.startswith("des ") else rest
    lead = plain(view.text[view.starts[start] : view.ends[rest_start - 1]]).split(" ")
    return " ".join([*head[: len(lead)], *lead[length:], rest])


def _as_printed(view: View, start: int, end: int) -> str:
    """Tokens `start:end` as plain words."""
    return plain(view.text[view.starts[start] : view.ends[end - 1]])


def _masculine(name: Name, head: list[str]) -> list[str]:
    """The head of a name in the masculine, where its rule gives the feminine of it."""
    feminine = {fold(form).split()[0]: base.split()[0] for form, base in name.masculine.items()}
    if head and fold(head[0]) in feminine:
        return [feminine[fold(head[0])], *(masculine(word) for word in head[1:])]
    return head


def _of_one(rest: str, inner: str) -> str:
    """`directeurs des caisses d'allocations familiales`: each directs one of them."""
    if not inner:
        return _PLURAL_OPENING.sub("de ", rest)
    return f"d'{inner}" if fold(inner)[0] in "aeiouyh" else f"de {inner}"


def _expanded(view: View, start: int, end: int) -> str:
    """Tokens `start:end` as plain words, each known acronym in them written out."""
    if start >= end:
        return ""
    pieces: list[str] = []
    offset = view.starts[start]
    index = start
    while index < end:
        nested = view.nested(index)
        if nested is not None and nested[0] <= end and _is_acronym(view, index):
            pieces.append(view.text[offset : view.starts[index]])
            pieces.append(nested[1].entity)
            index = nested[0]
            offset = view.ends[index - 1]
        else:
            index += 1
    pieces.append(view.text[offset : view.ends[end - 1]])
    return plain("".join(pieces))


def _is_acronym(view: View, index: int) -> bool:
    nested = view.nested(index)
    if nested is None or nested[0] != index + 1:
        return False
    return (
        fold(view.raw(index)) != fold(nested[1].entity)
        and len(view.raw(index)) <= 8
        and (view.is_capital(index))
    )


def skill(text: str, start: int, end: int, rule: str) -> Mention:
    """The skill that a clause of `text` names where only what stands around says that it is one."""
    words = text[start:end]
    return Mention(
        label="COMPETENCY",
        start=start,
        end=end,
        text=words,
        entity=plain(words),
        rule=rule,
        kind="skill",
        certainty=_CERTAINTY_OF_SKILLS,
    )
