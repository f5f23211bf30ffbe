"""Where a page, a call for projects or a house's rules command in the present: told by titles.

A law says where its operative part is; these texts say `Règlement de fonctionnement`, `Qui fait
quoi ?`, `Les règles du lieu`. The words are data (classes of the `grammaire` files).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from corpus.extraction.statements_sentence import View
from corpus.french.fold import fold
from corpus.model import Passage, Span, Structure

_GENRES: Final = frozenset(("page", "other"))
_ENDINGS: Final = (".", ";", ":", "!", ",")
# The words by which the rules of a house are told stand with one of these.
_RULE: Final = re.compile(r"r[èe]gle|consigne|affiche|protocole|proc[ée]dure|discut", re.IGNORECASE)
_WORDS: Final = re.compile(r"[^\W_]+'?")
# How many sentences after the announcement still tell them, and how many of an answer.
_TOLD: Final = 1
_ANSWERED: Final = 3
# A title is short, and what kind of text it is stands among the first lines.
_TITLE: Final = 90
_NAME: Final = 160
_FIRST: Final = 5


def ruled_zones(view: View, structure: Structure) -> tuple[Span, ...]:
    """The parts of a text without operative part whose title announces rules, in order."""
    if structure.operative or structure.turns or structure.genre not in _GENRES:
        return ()
    classes = view.grammar.classes
    documents = classes.get("document-prescriptif", frozenset())
    ruling = classes.get("titre-prescriptif", frozenset())
    telling = classes.get("titre-descriptif", frozenset())
    whole = ruled = False
    zones: list[Span] = []
    for number, passage in enumerate(structure.passages):
        title = _title(view.text, passage, _NAME if number < _FIRST else _TITLE)
        if title is None:
            if ruled:
                zones.append(Span(passage.start, passage.end))
            continue
        if number < _FIRST and _names(title, documents):
            whole = True
        ruled = _names(title, ruling) or (whole and not _names(title, telling))
    return tuple(zones)


def spoken_rules(view: View, structure: Structure) -> tuple[Span, ...]:
    """The sentences of a hearing in which somebody tells the rules of a house, in order: those
    after `il y a un règlement`, the one before `c'est notre règle`, the answer to `quelles sont les
    règles ?`. The text is searched once for the words."""
    if not structure.turns:
        return ()
    classes = view.grammar.classes
    told = classes.get("règles-dites", frozenset())
    sealed = classes.get("c-est-la-règle", frozenset())
    starts = [sentence.start for sentence in structure.sentences]
    zones: list[Span] = []
    for match in _RULE.finditer(view.text):
        at = bisect_right(starts, match.start()) - 1
        if at < 0:
            continue
        sentence = structure.sentences[at]
        text = view.text[sentence.start : sentence.end]
        words = f" {' '.join(_WORDS.findall(fold(text)))} "
        if any(f" {one} " in words for one in sealed):
            before = 1 if words.startswith(" c' est ") else 0
            _add(zones, structure, max(0, at - before), at, sentence)
        elif any(f" {one} " in words for one in told):
            if text.rstrip().endswith("?"):
                _answer(zones, structure, sentence)
            else:
                _add(zones, structure, at, at + _TOLD, sentence)
    return tuple(zones)


def _add(zones: list[Span], structure: Structure, low: int, high: int, here: Span) -> None:
    """Note the sentences `low` to `high`, as far as they are in the same turn as `here`."""
    turn = next((t for t in structure.turns if t.start <= here.start < t.end), None)
    high = min(high, len(structure.sentences) - 1)
    if turn is None:
        return
    start = max(turn.start, structure.sentences[low].start, zones[-1].end if zones else 0)
    end = min(turn.end, structure.sentences[high].end)
    if end > start:
        zones.append(Span(start, end))


def _answer(zones: list[Span], structure: Structure, asked: Span) -> None:
    """Note the first sentences of the turn that follows a question."""
    turn = next((t for t in structure.turns if t.start >= asked.end), None)
    if turn is None:
        return
    inside = [s for s in structure.sentences if turn.start <= s.start < turn.end][:_ANSWERED]
    if inside and (not zones or zones[-1].end <= inside[0].start):
        zones.append(Span(inside[0].start, inside[-1].end))


def told_sections(view: View, structure: Structure) -> frozenset[int]:
    """The sections of a text with an operative part that only present (`Présentation de la
    structure`), by number."""
    telling = view.grammar.classes.get("titre-de-récit", frozenset())
    return frozenset(
        number
        for number, section in enumerate(structure.sections)
        if section.title and _names(f" {fold(section.title)} ", telling)
    )


def _title(text: str, passage: Passage, longest: int) -> str | None:
    """The words of a title, folded, between blanks; None for running text."""
    if passage.kind not in ("heading", "paragraph") or passage.end - passage.start > longest:
        return None
    words = text[passage.start : passage.end].strip()
    if words.endswith(_ENDINGS):
        return None
    return f" {fold(words)} "


def _names(title: str, terms: frozenset[str]) -> bool:
    return any(f" {term} " in title for term in terms)
