"""The store: facts to SQLite and back; the only place that writes SQL for the tables.

Store(path).write(build)              one build into a new file, moved into place when complete
Store(path).connect()                 a read-only connection
"""

from __future__ import annotations

from corpus.store.database import Store
from corpus.store.records import Build, Entry, FileRecord
from corpus.store.writing import SCHEMA_VERSION

__all__ = ["SCHEMA_VERSION", "Build", "Entry", "FileRecord", "Store"]
