"""Where a citation lands: the articles of a range, the section of a held text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.extraction.references.articles import article_key
from corpus.french.fold import fold_word
from corpus.french.numbers import parse_roman
from corpus.model import Reference, Section, Structure

#: A range wider than this is kept as its two ends: it is a misreading, or a whole book.
WIDEST_RANGE = 300

_CHARTER = re.compile(r"\s*(?:annexe\s*(?:\d+|[IVX]+)?\s*[:–-]?\s*)?(charte\s.+)", re.IGNORECASE)
_TAIL = re.compile(r"(.*?)(\d+)$")


def expand(reference: Reference) -> tuple[str, ...]:
    """The articles of a reference, its ranges written out (`D141-9` to `D141-12`: four). Only the
    last number runs; articles inserted between two whole numbers cannot be known here."""
    articles: list[str] = []
    ends = dict(reference.ranges)
    for article in reference.articles:
        articles.append(article)
        high = ends.get(article)
        if high is not None:
            articles += _between(article, high)
    return tuple(dict.fromkeys(articles))


def section_of(
    structure: Structure, article: str | None, reference: Reference, *, within: int | None = None
) -> int | None:
    """The section of a held text that a citation names: its article, annex or principle."""
    if article is None:
        return None
    inside = structure.sections[within] if within is not None else None
    wanted = _kinds(article, reference)
    number = article.rpartition(" ")[2] if article.startswith("annexe") else article
    for index, section in enumerate(structure.sections):
        if section.kind not in wanted or not section.label:
            continue
        if inside and not inside.start <= section.start < inside.end:
            continue
        if _label(section) == number:
            return index
    return None


def titled_sections(structure: Structure) -> Iterator[tuple[int, str]]:
    """The charters printed inside a document, by the title of their section."""
    for index, section in enumerate(structure.sections):
        match = _CHARTER.fullmatch(section.title)
        if match and section.level <= 2 and section.kind in ("annex", "section"):
            yield index, match.group(1)


def _kinds(article: str, reference: Reference) -> frozenset[str]:
    if article.startswith("annexe"):
        return frozenset(("annex",))
    if reference.kind == "charte":
        return frozenset(("principle", "article"))
    return frozenset(("article",))


def _label(section: Section) -> str:
    label = section.label.strip().rstrip(".")
    if section.kind in ("annex", "principle"):
        last = label.split()[-1] if label.split() else ""
        roman = parse_roman(last.upper())
        return str(roman) if roman and section.kind == "principle" else last
    return article_key(re.sub(r"^art(?:icle|\.)?\s*", "", label, flags=re.IGNORECASE)) or ""


def _between(low: str, high: str) -> list[str]:
    first, last = _TAIL.match(low), _TAIL.match(high)
    if not first or not last or fold_word(first.group(1)) != fold_word(last.group(1)):
        return []
    start, stop = int(first.group(2)), int(last.group(2))
    if not start < stop <= start + WIDEST_RANGE:
        return []
    return [f"{first.group(1)}{number}" for number in range(start + 1, stop + 1)]
