"""Evidence files written into the workspace, under `outputs/preuves/<day>-<title>/`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.browse.evidence import EvidenceFile, addresses_in, collect, verify
from corpus.browse.exports import FORMATS
from corpus.errors import CorpusError
from corpus.french.fold import fold

if TYPE_CHECKING:
    from corpus.workspace import Workspace

FOLDER = "preuves"
LARGEST_SELECTION = 5_000_000


class ExportError(CorpusError):
    """An evidence file cannot be made."""


def export(
    workspace: Workspace,
    given: Sequence[str],
    *,
    title: str = "Dossier de preuves",
    formats: Sequence[str] = tuple(FORMATS),
    folder: Path | None = None,
) -> tuple[EvidenceFile, tuple[Path, ...]]:
    """Collect the passages meant by `given` (identifiers, addresses), read them again in their
    sources and write them. Gives the evidence file, checked, and the files written.

    Raises `ExportError` for an unknown format or when no passage is left.
    """
    from corpus.reading import read_safely

    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise ExportError(
            f"Format inconnu : « {unknown[0]} ».",
            f"Formats possibles : {', '.join(FORMATS)}, ou « tous ».",
            code="format-inconnu",
        )
    settings = workspace.settings
    with workspace.store.session() as connection:
        evidence = collect(
            connection, addresses_in(given), title=title, corpus=settings.titre,
            base=f"http://127.0.0.1:{settings.port}",
        )  # fmt: skip
    if not evidence.quotations:
        raise ExportError(
            "Aucun des passages demandés n'est dans le corpus.",
            "Copiez leur adresse depuis la page du passage (¶), ou cherchez leurs mots avec "
            "« corpus search ».",
            code="dossier-vide",
        )
    evidence = verify(evidence, workspace.root, partial(read_safely, ocr=settings.ocr))
    target = folder or workspace.outputs_dir / FOLDER / f"{evidence.made[:10]}-{slug(title)}"
    return evidence, write(evidence, formats, target)


def write(evidence: EvidenceFile, formats: Iterable[str], folder: Path) -> tuple[Path, ...]:
    """Write an evidence file into `folder`, one file a format. Raises `ExportError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for name in formats:
            path = folder / f"{slug(evidence.title)}.{name}"
            path.write_bytes(FORMATS[name].write(evidence))
            paths.append(path)
    except OSError as error:
        raise ExportError(
            f"Le dossier « {folder} » n'a pas pu être écrit ({error.strerror or error}).",
            "Vérifiez la place libre et les droits, ou choisissez un autre dossier (--sortie).",
            code="export-non-ecrit",
        ) from error
    return tuple(paths)


def slug(title: str) -> str:
    """A title as a file name: folded, letters, figures and hyphens only."""
    return re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:60] or "dossier"


def read_selection(path: Path) -> tuple[list[str], str | None]:
    """The passages of a selection file and its title: the JSON that an evidence page gives, or one
    identifier or address a line. Raises `ExportError`."""
    try:
        if path.stat().st_size > LARGEST_SELECTION:
            raise ValueError("trop gros")
        text = path.read_text(encoding="utf-8-sig")
        if not text.lstrip().startswith("{"):
            return [line for line in text.split() if not line.startswith("#")], None
        data = json.loads(text)
        return [str(one["public_id"]) for one in data["quotations"]], data.get("title")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExportError(
            f"« {path.name} » n'est pas une sélection lisible ({error}).",
            "Attendu : le fichier JSON donné par la page « Dossier », ou une adresse par ligne.",
            code="selection-illisible",
        ) from error
