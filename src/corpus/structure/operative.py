"""Where the present and the future are norms: the operative part of a text."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Section, Span

_OPERATIVE = frozenset({"article", "annex", "principle", "section"})


def operative_spans(
    genre: str, sections: Sequence[Section], formula_end: int | None
) -> tuple[Span, ...]:
    """The spans in which the indicative states a norm, in order and apart.

    In an order, decree, law or extract of a code: the articles, from the formula (« Arrête : »)
    on, and the annexes; of an annexed charter, its principles alone (a preamble describes). In a
    charter standing alone: its principles. In letters, circulars and hearings: nothing.
    """
    if genre not in ("legal", "charter"):
        return ()
    start = formula_end or 0
    spans: list[Span] = []
    annex_end = -1
    for section in sections:
        if section.start < start or (spans and section.end <= spans[-1].end):
            continue
        if section.kind == "annex" and _has_principles(section, sections):
            annex_end = section.end
            continue
        if section.start < annex_end or genre == "charter":
            if section.kind == "principle":
                spans.append(Span(section.start, section.end))
            continue
        if section.kind in _OPERATIVE and (
            section.level == 1 or not spans or section.start >= spans[-1].end
        ):
            spans.append(Span(section.start, section.end))
    return tuple(spans)


def _has_principles(annex: Section, sections: Sequence[Section]) -> bool:
    return any(s.kind == "principle" and annex.start <= s.start < annex.end for s in sections)
