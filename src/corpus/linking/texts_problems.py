"""What contradicts itself between texts: two days for one number, texts that amend each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from corpus.linking.model import Citation, Source, TextCited
from corpus.model import Problem

# Said by the text that amends of the text amended.
_AMENDS = frozenset(("modifie", "abroge"))


def problems_of(
    sources: Sequence[Source], texts: Sequence[TextCited], citations: Sequence[Citation]
) -> tuple[Problem, ...]:
    """Contradictory dates of numbered texts, then circles of amendments, each with its place."""
    by_key = {source.key: source for source in sources}
    return (*_dates(by_key, texts, citations), *_circles(by_key, texts, citations))


def _dates(
    sources: dict[str, Source], texts: Sequence[TextCited], citations: Sequence[Citation]
) -> list[Problem]:
    days: dict[str, dict[str, Citation]] = defaultdict(dict)
    for citation in citations:
        reference = sources[citation.document].extraction.references[citation.reference]
        if citation.text and reference.date and len(reference.date) == 10:
            days[citation.text].setdefault(reference.date, citation)
    found = []
    for text in texts:
        several = days.get(text.key, {})
        if text.date and len(several) > 1:
            for day, citation in sorted(several.items()):
                if day != text.date:
                    found.append(_contradiction(sources, citation, text, day))
    return found


def _contradiction(
    sources: dict[str, Source], citation: Citation, text: TextCited, day: str
) -> Problem:
    source = sources[citation.document]
    reference = source.extraction.references[citation.reference]
    page = source.extraction.document.page_at(reference.start)
    return Problem(
        code="dates-contradictoires",
        message=f"« {text.title} » est cité ici avec la date du {day}.",
        remedy="Vérifiez le numéro et la date dans le document d'origine.",
        severity="warning",
        path=source.extraction.document.path,
        page=page.number if page else None,
        line=source.extraction.document.text.count("\n", 0, reference.start) + 1,
        start=reference.start,
        end=reference.end,
    )


def _circles(
    sources: dict[str, Source], texts: Sequence[TextCited], citations: Sequence[Citation]
) -> list[Problem]:
    """Held texts that amend one another in a circle, or themselves."""
    held = {text.document: text.key for text in texts if text.document}
    edges: dict[str, set[str]] = defaultdict(set)
    places: dict[tuple[str, str], Citation] = {}
    for citation in citations:
        here = held.get(citation.document)
        if here and citation.text and citation.relation in _AMENDS:
            edges[here].add(citation.text)
            places.setdefault((here, citation.text), citation)
    found = []
    for (here, there), citation in places.items():
        if here == there or here in edges.get(there, ()):
            source = sources[citation.document]
            reference = source.extraction.references[citation.reference]
            found.append(
                Problem(
                    code="renvoi-circulaire",
                    message=f"« {here} » modifie « {there} », qui le modifie à son tour.",
                    remedy="Vérifiez lequel des deux textes modifie l'autre.",
                    severity="warning",
                    path=source.extraction.document.path,
                    line=source.extraction.document.text.count("\n", 0, reference.start) + 1,
                    start=reference.start,
                    end=reference.end,
                )
            )
    return found
