"""A workspace: the folders of one corpus and its settings.

corpus/        the texts, each with its corrections beside it (`NAME.corpus.yaml`)
annotations/   what people annotated by hand
rules/         the rules, editable
corrections/   decisions on entities (`entites.yaml`)
outputs/       the database and exports; may be deleted at any time
corpus.toml    the settings
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapidfuzz import process

from corpus.errors import WorkspaceError
from corpus.model import Problem
from corpus.reading.sidecar import row_of
from corpus.sidecar import SUFFIX, Sidecar, read_sidecar, read_table, sidecar_of

if TYPE_CHECKING:
    from corpus.rules import Ruleset
    from corpus.store import Store

SETTINGS = "corpus.toml"
FOLDERS = ("corpus", "annotations", "rules", "corrections", "outputs")
_IGNORED = ("~$", ".", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Settings:
    """What `corpus.toml` may say. Every key has a default; an unknown one is refused."""

    titre: str = "Corpus"
    description: str = ""
    ocr: bool = False
    processus: int = 0
    port: int = 8001


@dataclass(frozen=True, slots=True)
class Input:
    """One file of the corpus folder. `relative` is its path there, with `/`; `sidecar` joins its
    own corrections with its row in a table of hearings."""

    path: Path
    relative: str
    sha256: str
    size: int
    modified: str
    sidecar: Sidecar
    sidecar_name: str | None = None


class Workspace:
    """The workspace in the folder `root`.

    Workspace.find()              from the current folder upwards
    Workspace.create(folder)      a new one, with the default rules
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(root).resolve()
        if not (self.root / SETTINGS).is_file():
            raise WorkspaceError(
                f"« {self.root} » n'est pas un espace de travail (il n'y a pas de {SETTINGS}).",
                f"Créez-en un avec « corpus init {self.root.name} ».",
                code="pas-un-espace",
            )
        self.settings = read_settings(self.root / SETTINGS)

    @classmethod
    def find(cls, start: Path | None = None) -> Workspace:
        """The workspace that holds `start` (the current folder by default).

        Raises `WorkspaceError` when neither it nor any folder above is one.
        """
        here = Path(start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / SETTINGS).is_file():
                return cls(folder)
        raise WorkspaceError(
            f"Aucun espace de travail dans « {here} » ni au-dessus (pas de {SETTINGS}).",
            "Placez-vous dans un espace de travail, ou créez-en un avec « corpus init DOSSIER ».",
            code="pas-un-espace",
        )

    @classmethod
    def create(cls, root: Path) -> Workspace:
        """A new workspace in `root`, with the default rules and settings.

        What is already there is kept. Raises `WorkspaceError` when `root` is one already.
        """
        root = Path(root)
        if (root / SETTINGS).exists():
            raise WorkspaceError(
                f"« {root} » est déjà un espace de travail.",
                "Choisissez un autre dossier, ou ajoutez-y des textes avec « corpus ingest ».",
                code="espace-existant",
            )
        try:
            for name in FOLDERS:
                (root / name).mkdir(parents=True, exist_ok=True)
            _copy_defaults(root)
        except OSError as error:
            raise WorkspaceError(
                f"« {root} » n'a pas pu être créé ({error.strerror or error}).",
                "Vérifiez les droits du dossier.",
                code="espace-non-cree",
            ) from error
        return cls(root)

    @property
    def texts_dir(self) -> Path:
        """The folder of the texts."""
        return self.root / "corpus"

    @property
    def annotations_dir(self) -> Path:
        """The folder of annotations made by hand."""
        return self.root / "annotations"

    @property
    def rules_dir(self) -> Path:
        """The folder of the rules."""
        return self.root / "rules"

    @property
    def outputs_dir(self) -> Path:
        """The folder of everything that can be made again."""
        return self.root / "outputs"

    @property
    def cache_dir(self) -> Path:
        """Results kept between builds."""
        return self.outputs_dir / ".cache"

    @property
    def entity_corrections(self) -> Path:
        """The analyst's decisions on entities; the file may be missing."""
        return self.root / "corrections" / "entites.yaml"

    @cached_property
    def store(self) -> Store:
        """The database of this workspace."""
        from corpus.store import Store

        return Store(self.outputs_dir / "corpus.db")

    def rules(self) -> Ruleset:
        """The rules of this workspace, or the package's own where it has none."""
        from corpus.rules import load_rules

        present = self.rules_dir.is_dir() and any(self.rules_dir.rglob("*.y*ml"))
        return load_rules(self.rules_dir if present else None)

    def relative(self, path: Path) -> str:
        """`path` as it is shown: from the root of the workspace, with `/`."""
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    # ------------------------------------------------------------ the texts

    def text_files(self) -> list[Path]:
        """Every file of the corpus folder that is a text, in order of path: corrections, tables of
        hearings, hidden and temporary files left out."""
        return sorted(path for path in files_under(self.texts_dir) if self._is_text(path))

    def _is_text(self, path: Path) -> bool:
        if path.name.endswith(SUFFIX) or path.name == "README.md":
            return False
        return read_table(path) is None

    def inputs(self) -> list[Input]:
        """Every text with its fingerprint and corrections. A file that cannot be opened has an
        empty fingerprint; reading it says why."""
        tables = self._tables()
        return [self._input(path, tables) for path in self.text_files()]

    def _input(self, path: Path, tables: dict[Path, dict[str, Sidecar]]) -> Input:
        own = sidecar_of(path)
        sidecar = read_sidecar(own) if own.is_file() else Sidecar()
        row = row_of(path.name, tables.get(path.parent, {}))
        try:
            status = path.stat()
            size, moment = status.st_size, status.st_mtime
        except OSError:
            size, moment = 0, 0.0
        return Input(
            path=path,
            relative=path.relative_to(self.texts_dir).as_posix(),
            sha256=hash_file(path),
            size=size,
            modified=datetime.fromtimestamp(moment, UTC).replace(microsecond=0).isoformat(),
            sidecar=sidecar.over(row) if row else sidecar,
            sidecar_name=own.name if own.is_file() else None,
        )

    def _tables(self) -> dict[Path, dict[str, Sidecar]]:
        """The rows of every table of hearings, by folder and by file name."""
        found: dict[Path, dict[str, Sidecar]] = {}
        for path in files_under(self.texts_dir):
            if (table := read_table(path)) is not None:
                found.setdefault(path.parent, {}).update(table)
        return found

    def table_problems(self) -> Iterator[Problem]:
        """Rows of the tables of hearings that name a file that is not there."""
        for path in files_under(self.texts_dir):
            table = read_table(path)
            if table is None:
                continue
            beside = [each.name for each in path.parent.iterdir() if each.is_file()]
            lost = [n for n in table if not any(row_of(each, {n: True}) for each in beside)]
            if lost:
                names = ", ".join(f"« {name} »" for name in lost[:5])
                more = f" et {len(lost) - 5} autres" if len(lost) > 5 else ""
                yield Problem(
                    code="ligne-sans-fichier",
                    message=f"{path.name} : {len(lost)} ligne(s) ne correspondent à aucun fichier :"
                    f" {names}{more}.",
                    remedy="Corrigez les noms dans la colonne « fichier », ou retirez ces lignes.",
                    severity="warning",
                    path=self.relative(path),
                )


def read_settings(path: Path) -> Settings:
    """The settings in the file at `path`. Raises `WorkspaceError` for what is wrong in it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WorkspaceError(
            f"{path.name} ne peut pas être lu ({error}).",
            "Corrigez la ligne indiquée.",
            code="reglages-illisibles",
        ) from error
    known = {one.name: one for one in fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            near = process.extractOne(key, list(known), score_cutoff=60)
            hint = f"Vouliez-vous dire « {near[0]} » ? " if near else ""
            raise WorkspaceError(
                f"{path.name} : réglage inconnu « {key} ».",
                f"{hint}Réglages permis : {', '.join(known)}.",
                code="reglage-inconnu",
            )
        expected = type(getattr(Settings(), key))
        if type(value) is not expected:
            raise WorkspaceError(
                f"{path.name} : « {key} » n'a pas la bonne forme ({value!r}).",
                f"Attendu : {_SORTS[expected]}.",
                code="reglage-fautif",
            )
        values[key] = value
    return Settings(**values)


_SORTS = {str: "un texte entre guillemets", bool: "true ou false", int: "un nombre entier"}


def hash_file(path: Path) -> str:
    """The SHA-256 of a file's bytes, or an empty string when it cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def files_under(folder: Path) -> Iterator[Path]:
    """Regular files under `folder`, by name, without hidden and temporary ones; links that lead
    out of it are not followed."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(_IGNORED):
                yield Path(root) / name


def _copy_defaults(root: Path) -> None:
    from corpus.rules import default_rules_dir

    for template in files("corpus.defaults").joinpath("workspace").iterdir():
        target = root / template.name.replace("DOT", ".")
        if not target.exists():
            target.write_bytes(template.read_bytes())
    for source in sorted(default_rules_dir().rglob("*")):
        target = root / "rules" / source.relative_to(default_rules_dir())
        if source.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
