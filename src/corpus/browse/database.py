"""What kind of database a file is, read from its first hundred bytes, before it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.browse.errors import PageError

# `PRAGMA application_id` of schema.sql, at bytes 68 to 71 of a SQLite file; `user_version`, which
# holds the version of the schema, at bytes 60 to 63 (https://sqlite.org/fileformat.html, 1.3).
APPLICATION_ID = 1129272403
_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Header:
    """The version of the schema a database was made with, and the one that is expected."""

    version: int
    expected: int
    name: str

    def check(self) -> None:
        """Raise a French page when the database is older or newer than this program."""
        if self.version == self.expected:
            return
        age = "ancienne" if self.version < self.expected else "récente"
        raise PageError(
            503,
            f"La base « {self.name} » a été faite par une version plus {age} du programme (schéma "
            f"{self.version}, attendu {self.expected}).",
            "Lancez « corpus build » dans l'espace de travail : les textes et les annotations sont "
            "gardés, seule la base est refaite. Puis rouvrez « corpus browse ».",
        )


def read_header(path: Path) -> Header | None:
    """The header of a corpus database, or None for any other file."""
    from corpus.store.writing import SCHEMA_VERSION

    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError:
        return None
    if len(head) < 100 or not head.startswith(_MAGIC):
        return None
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        return None
    return Header(int.from_bytes(head[60:64], "big"), SCHEMA_VERSION, path.name)
