"""Where a page, a call for projects or a house's rules command in the present: told by titles.

A law says where its operative part is; these texts say `Règlement de fonctionnement`, `Qui fait
quoi ?`, `Les règles du lieu`. The words are data (classes of the `grammaire` files).
"""

from __future__ import annotations

from typing import Final

from corpus.extraction.statements_sentence import View
from corpus.french.fold import fold
from corpus.model import Passage, Span, Structure

_GENRES: Final = frozenset(("page", "other"))
_ENDINGS: Final = (".", ";", ":", "!", ",")
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
