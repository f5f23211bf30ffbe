"""A database made of bare passages, for tests of search that need no extraction."""

from __future__ import annotations

from pathlib import Path

from corpus.linking import Links
from corpus.model import Document, Extraction, Metadata, Passage, Structure
from corpus.rules import load_rules
from corpus.store import Build, Entry, FileRecord, Store


def store_of(path: Path, texts: dict[str, list[str]], **metadata: str) -> Store:
    """A store whose documents hold these passages; `metadata` is said of all of them."""
    ruleset = load_rules()
    entries = tuple(
        Entry(name, f"{name}.txt", extraction_of(name, passages, ruleset.version, metadata))
        for name, passages in sorted(texts.items())
    )
    files = tuple(
        FileRecord(entry.file, entry.key, 1, "2024-01-01T00:00:00+00:00") for entry in entries
    )
    store = Store(path)
    store.write(Build(files, entries, Links(), ruleset, "2024-01-01T00:00:00+00:00", path.name))
    return store


def extraction_of(
    name: str, passages: list[str], ruleset: str, metadata: dict[str, str]
) -> Extraction:
    """A document that is these passages, one a line, without any fact."""
    text = "\n".join(passages)
    found = []
    start = 0
    for passage in passages:
        found.append(Passage(start, start + len(passage)))
        start += len(passage) + 1
    structure = Structure(Metadata(**metadata), passages=tuple(found))
    return Extraction(Document(name=f"{name}.txt", text=text), structure, ruleset)
