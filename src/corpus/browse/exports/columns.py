"""The columns of an evidence file as a table, shared by CSV and XLSX."""

from __future__ import annotations

from corpus.browse.evidence import EvidenceFile, Quotation
from corpus.browse.typography import one_line, quoted

HEADINGS = (
    "N°", "Citation", "Référence complète", "Document", "Nature", "Date", "Page", "Section",
    "Locuteur", "Catégorie", "Département", "Vérification", "Adresse permanente", "Fichier",
    "Début", "Fin", "Empreinte du fichier (SHA-256)", "Texte exact",
)  # fmt: skip
WIDTHS = (5, 70, 60, 40, 16, 12, 14, 34, 28, 16, 16, 18, 40, 34, 9, 9, 20, 70)


def rows(evidence: EvidenceFile) -> list[tuple[str | int, ...]]:
    """One row a quotation, in the order of `HEADINGS`."""
    return [_row(one) for one in evidence.quotations]


def _row(one: Quotation) -> tuple[str | int, ...]:
    check = f"{one.check} ({one.detail})" if one.detail else one.check
    return (
        one.number, quoted(one_line(one.text)), one.citation.plain(), one.title, one.kind,
        one.date, one.page, one.section, one.speaker, one.category, one.departement, check,
        one.address, one.file, one.start, one.stop, one.sha256, one.text,
    )  # fmt: skip
