"""The zip guard: office files are archives, and archives can lie about their size.

Announced sizes are not trusted (CPython's `zipfile` does not enforce them, bpo-39341): the limits
hold while reading. They are those of common practice: 2,000 entries and 200 MiB in all, and, past
100 KiB, at most a hundredfold growth of one entry (Apache POI's ZipSecureFile).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from corpus.errors import ReadingError
from corpus.reading.source import Source

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What an archive may hold: entries, bytes unpacked in all, growth of one entry past
    `free_bytes`."""

    entries: int = 2_000
    total_bytes: int = 200 * 1024 * 1024
    ratio: int = 100
    free_bytes: int = 100 * 1024


class Archive:
    """The members of a zipped office file, read under limits.

    Raises `ReadingError`: `archive-endommagee`, `archive-hostile`, `fichier-chiffre`.
    """

    def __init__(self, source: Source, limits: ArchiveLimits | None = None) -> None:
        self.source = source
        self.limits = limits or ArchiveLimits()
        self._left = self.limits.total_bytes
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
            raise self._damaged() from error
        infos = self._zip.infolist()
        if len(infos) > self.limits.entries:
            raise self._hostile(f"elle contient {len(infos)} fichiers")
        # Part names of office files are compared without regard to case.
        self._infos = {info.filename.lower().lstrip("/"): info for info in infos}

    @property
    def names(self) -> list[str]:
        """The members' names, in lower case, in the archive's order."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return name.lower().lstrip("/") in self._infos

    def get(self, name: str) -> bytes | None:
        """The bytes of member `name`, or None when there is none."""
        info = self._infos.get(name.lower().lstrip("/"))
        return None if info is None else self._unpack(info)

    def read(self, name: str) -> bytes:
        """The bytes of member `name`; a missing one makes the archive a damaged one."""
        data = self.get(name)
        if data is None:
            raise self._damaged(f" (il manque « {name} »)")
        return data

    def _unpack(self, info: zipfile.ZipInfo) -> bytes:
        packed = max(1, min(info.compress_size, len(self.source.data)))
        allowed = min(self._left, max(self.limits.free_bytes, self.limits.ratio * packed))
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    if size > allowed:
                        raise self._hostile(f"« {info.filename} » grossit sans mesure")
                    parts.append(chunk)
        except RuntimeError as error:
            raise self._encrypted() from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
            raise self._damaged(f" (« {info.filename} » ne se décompresse pas)") from None
        self._left -= size
        return b"".join(parts)

    def _damaged(self, detail: str = "") -> ReadingError:
        return ReadingError(
            f"{self.source.name} : l'archive est endommagée ou tronquée{detail}.",
            "Redemandez le fichier, ou ouvrez-le dans Word ou LibreOffice et enregistrez-le.",
            code="archive-endommagee",
        )

    def _hostile(self, detail: str) -> ReadingError:
        limits = self.limits
        return ReadingError(
            f"{self.source.name} : l'archive dépasse les limites de sûreté ({detail} ; au plus"
            f" {limits.entries} fichiers, {limits.total_bytes >> 20} Mio, {limits.ratio} fois la"
            " taille comprimée).",
            "N'ouvrez pas ce fichier ; redemandez-le à une personne de confiance.",
            code="archive-hostile",
        )

    def _encrypted(self) -> ReadingError:
        return ReadingError(
            f"{self.source.name} : le fichier est protégé par un mot de passe.",
            "Ouvrez-le avec son mot de passe et enregistrez-en une copie sans protection.",
            code="fichier-chiffre",
        )
