"""One file as it was received: its name, its bytes and their fingerprint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadingError

MAX_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A file's content, read once. `name` is the file's name without its folder; `sha256` is the
    fingerprint of `data`, under which a build remembers what it has already read."""

    path: Path
    name: str
    data: bytes
    sha256: str

    @property
    def suffix(self) -> str:
        """The name's last suffix in lower case, with its dot (`.pdf`), or an empty string."""
        return Path(self.name).suffix.lower()

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> Source:
        """A source that lies in memory (tests, a member of an archive)."""
        return cls(Path(name), Path(name).name, data, hashlib.sha256(data).hexdigest())

    @classmethod
    def from_path(cls, path: str | Path, *, max_bytes: int = MAX_BYTES) -> Source:
        """Read the file at `path`.

        Raises `ReadingError` when it is missing, is a folder, cannot be opened, is empty or is
        larger than `max_bytes`.
        """
        path = Path(path)
        try:
            size = path.stat().st_size
            if size > max_bytes:
                raise ReadingError(
                    f"{path.name} : le fichier pèse {size / 1e6:.0f} Mo, plus que la limite"
                    f" de {max_bytes / 1e6:.0f} Mo.",
                    "Découpez-le en plusieurs fichiers.",
                    code="trop-lourd",
                )
            data = path.read_bytes()
        except OSError as error:
            raise _unreadable(path, error) from error
        if not data:
            raise ReadingError(
                f"{path.name} : le fichier est vide (zéro octet).",
                "Redemandez-le à la personne qui l'a envoyé, ou retirez-le du dossier.",
                code="fichier-vide",
            )
        return cls(path, path.name, data, hashlib.sha256(data).hexdigest())


def _unreadable(path: Path, error: OSError) -> ReadingError:
    if isinstance(error, FileNotFoundError):
        return ReadingError(
            f"{path} : ce fichier n'existe pas.",
            "Vérifiez le chemin, en particulier les espaces et les accents.",
            code="fichier-absent",
        )
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return ReadingError(
            f"{path} : c'est un dossier, pas un fichier.",
            "Donnez un fichier, ou utilisez « corpus ingest » pour un dossier.",
            code="dossier",
        )
    return ReadingError(
        f"{path} : le fichier ne peut pas être ouvert ({error.strerror or error}).",
        "Vérifiez les droits d'accès au fichier.",
        code="fichier-illisible",
    )
