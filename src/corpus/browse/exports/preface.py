"""What an evidence file says of itself and of a doubtful quotation, alike in every format."""

from __future__ import annotations

from corpus.browse.evidence import EvidenceFile, Quotation
from corpus.browse.typography import NBSP, day, plural


def preface(evidence: EvidenceFile) -> list[str]:
    """What this file is, when it was made and how it was checked."""
    moment = f"{day(evidence.made[:10])} à {evidence.made[11:16].replace(':', f'{NBSP}h{NBSP}')}"
    count = plural(len(evidence.quotations), "citation")
    sources = plural(len(evidence.sources), "source")
    lines = [
        f"{count}, {sources}, du corpus «{NBSP}{evidence.corpus}{NBSP}», le {moment}.",
        _checked(evidence),
    ]
    if evidence.unknown:
        lines.append(
            f"Introuvables dans le corpus, et donc absentes d'ici : {', '.join(evidence.unknown)}."
        )
    return lines


def _checked(evidence: EvidenceFile) -> str:
    doubtful = evidence.doubtful
    if not evidence.quotations:
        return "Aucune citation."
    if doubtful:
        numbers = ", ".join(str(one.number) for one in doubtful)
        return f"À revoir avant usage : citation n° {numbers}. Les autres sont conformes."
    states = {one.check for one in evidence.quotations}
    how = {
        frozenset({"conforme"}): "Toutes ont été relues dans leur fichier d'origine, mot pour mot.",
        frozenset({"conforme à la base"}): "Toutes sont conformes à la base du corpus.",
    }
    return how.get(
        frozenset(states), "Toutes sont conformes ; leurs fichiers d'origine n'ont pas changé."
    )


def warning(one: Quotation) -> str:
    """What a reader must know before using this quotation; empty when all is well."""
    if one.sound:
        return ""
    return f"À revoir : {one.check}. {one.detail}".strip()
