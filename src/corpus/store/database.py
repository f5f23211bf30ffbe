"""The database file: opened read-only, its version checked, replaced whole by a new build."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from corpus.errors import StoreError
from corpus.store.records import Build, Known
from corpus.store.rows import passage_texts
from corpus.store.writing import SCHEMA_VERSION, Writer

APPLICATION_ID = 1129272403
_REBUILD = "Reconstruisez-la avec « corpus build »."
Progress = Callable[[str], None]


class Store:
    """The database of a corpus at `path`.

    Store(path).connect()             a read-only connection, the version checked
    Store(path).write(build)          a new file, moved into the place of the old one at the end
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)

    def exists(self) -> bool:
        """True when there is a file; its version is only checked by `connect`."""
        return self.path.is_file()

    def connect(self) -> sqlite3.Connection:
        """A read-only connection with rows by name.

        Raises `StoreError` (`base-absente`, `base-etrangere`, `base-ancienne`, `base-recente`)
        with the command that mends it.
        """
        if not self.exists():
            raise StoreError(
                f"La base « {self.path.name} » n'existe pas encore.",
                "Construisez-la avec « corpus build ».",
                code="base-absente",
            )
        connection = sqlite3.connect(f"file:{quote(str(self.path))}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            check_version(connection, self.path.name)
        except StoreError:
            connection.close()
            raise
        return connection

    @contextmanager
    def session(self) -> Iterator[sqlite3.Connection]:
        """A read-only connection, closed at the end of a `with`."""
        connection = self.connect()
        try:
            yield connection
        finally:
            connection.close()

    def write(self, build: Build, progress: Progress = lambda stage: None) -> None:
        """Write `build` into a new file beside, then move it into place in one step.

        Until that step, whatever happens, the previous database is untouched.
        """
        history = self.history()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}.tmp")
        temporary.unlink(missing_ok=True)
        try:
            self._fill(temporary, build, history, progress)
            temporary.replace(self.path)
        except (OSError, sqlite3.OperationalError) as error:
            raise StoreError(
                f"La base « {self.path.name} » n'a pas pu être écrite ({error}).",
                "Vérifiez la place libre et les droits du dossier ; l'ancienne base est intacte.",
                code="base-non-ecrite",
            ) from error
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _fill(
        self, path: Path, build: Build, history: Mapping[str, Known], progress: Progress
    ) -> None:
        from corpus.store.indexing import index_search
        from corpus.store.lemmas import load_exceptions
        from corpus.store.lexicon import count_all

        connection = sqlite3.connect(path)
        try:
            # The file is thrown away when anything fails, so nothing is gained by a journal.
            connection.executescript(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;"
                "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;"
            )
            progress("lexique")
            lexicon = count_all(passage_texts(build.entries), load_exceptions(build.ruleset))
            progress("textes et faits")
            writer = Writer(connection, build, history, lexicon)
            writer.create()
            writer.write()
            progress("recherche")
            index_search(connection, lexicon, writer.passage_words)
            progress("index et vues")
            writer.finish()
            connection.execute("ANALYZE")
            connection.commit()
            connection.execute("PRAGMA synchronous = FULL")
        finally:
            connection.close()

    def history(self) -> dict[str, Known]:
        """What the present database remembers, by document key; empty when it cannot be read."""
        try:
            connection = self.connect()
        except StoreError:
            return {}
        try:
            found = connection.execute(
                "SELECT d.key, f.path, d.part, d.added, d.text_sha256, d.changed"
                " FROM documents AS d JOIN files AS f ON f.id = d.file_id"
            )
            return {key: Known(*rest) for key, *rest in found}
        except sqlite3.DatabaseError:
            return {}
        finally:
            connection.close()

    def fingerprint(self) -> str | None:
        """The fingerprint of what the present database was built from, or None."""
        try:
            connection = self.connect()
        except StoreError:
            return None
        try:
            row = connection.execute(
                "SELECT fingerprint FROM runs ORDER BY id DESC LIMIT 1"
            ).fetchone()
            return str(row[0]) if row else None
        except sqlite3.DatabaseError:
            return None
        finally:
            connection.close()


def check_version(connection: sqlite3.Connection, name: str) -> None:
    """Raise `StoreError` unless the database is one of ours, of the version this code reads."""
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"« {name} » n'est pas une base lisible ({error}).", _REBUILD, code="base-etrangere"
        ) from error
    if application != APPLICATION_ID:
        raise StoreError(
            f"« {name} » n'est pas une base de ce programme.", _REBUILD, code="base-etrangere"
        )
    if version < SCHEMA_VERSION:
        raise StoreError(
            f"« {name} » a été construite par une version plus ancienne"
            f" (schéma {version}, attendu {SCHEMA_VERSION}).",
            _REBUILD,
            code="base-ancienne",
        )
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"« {name} » a été construite par une version plus récente"
            f" (schéma {version}, attendu {SCHEMA_VERSION}).",
            "Mettez ce programme à jour, ou reconstruisez la base avec « corpus build ».",
            code="base-recente",
        )
