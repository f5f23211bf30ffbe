"""What is wrong with a citation as it is written, told with its place."""

from __future__ import annotations

from corpus.model import Document, Problem, Reference


def problems_of(references: tuple[Reference, ...], document: Document) -> tuple[Problem, ...]:
    """One problem for each citation that cannot be what it says."""
    found: list[Problem] = []
    for reference in references:
        if reference.abstention and reference.abstention.startswith("date impossible"):
            found.append(
                _problem(
                    document, reference, "date-impossible",
                    f"« {_short(reference.text)} » porte une date qui n'existe pas.",
                    "Vérifiez la date dans le document d'origine ; la citation reste sans date.",
                )
            )  # fmt: skip
        found += [
            _problem(
                document, reference, "plage-a-rebours",
                f"« {_short(reference.text)} » va de {low} à {high}, qui le précède.",
                "Vérifiez les numéros dans le document d'origine ; la plage n'est pas développée.",
            )
            for low, high in reference.ranges
            if _backwards(low, high)
        ]  # fmt: skip
        if any(number.lstrip("LRDAO*") in ("0",) for number in reference.articles):
            found.append(
                _problem(
                    document, reference, "article-impossible",
                    f"« {_short(reference.text)} » cite un article qui ne peut pas exister.",
                    "Vérifiez le numéro dans le document d'origine.",
                )
            )  # fmt: skip
    return tuple(found)


def _backwards(low: str, high: str) -> bool:
    first, last = low.rpartition("-"), high.rpartition("-")
    if first[0] != last[0] or not (first[2].isdigit() and last[2].isdigit()):
        return False
    return int(first[2]) > int(last[2])


def _short(text: str) -> str:
    return " ".join(text.split())[:80]


def _problem(
    document: Document, reference: Reference, code: str, message: str, remedy: str
) -> Problem:
    page = document.page_at(reference.start)
    return Problem(
        code=code,
        message=message,
        remedy=remedy,
        severity="warning",
        path=document.path,
        page=page.number if page else None,
        line=document.text.count("\n", 0, reference.start) + 1,
        start=reference.start,
        end=reference.end,
    )
