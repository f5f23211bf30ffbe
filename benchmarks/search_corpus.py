"""The large corpus that search is measured on: real orders, repeated with other figures.

Each copy shifts every digit, which keeps words and offsets and makes other numbers, dates and
articles; copies are dated apart. Structure and extraction run once, on the originals.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from corpus.cache import Cache, code_fingerprint, digest
from corpus.extraction import Engine
from corpus.linking import Links
from corpus.linking.model import Entity
from corpus.model import Document, Extraction
from corpus.rules import load_rules
from corpus.store import Build, Entry, FileRecord, Store
from corpus.structure import analyse

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT.parent / "shared" / "data" / "arretes-ministeriels.jsonl.gz"
PASSAGES = 250_000
_MOMENT = "2024-01-01T00:00:00+00:00"
_ISSUERS = ("ministre chargé de l'environnement", "préfet de la Gironde", "préfet du Nord")


def make(folder: Path, passages: int | None = PASSAGES) -> Store:
    """The store in `folder`, made when it is not there yet; with None, the originals alone."""
    store = Store(folder / f"recherche-{passages or 'originaux'}.db")
    if store.exists() and store.fingerprint() == _fingerprint(passages):
        return store
    entries = list(_copies(list(_originals(folder)), passages))
    print(f"écriture de {len(entries)} textes…", file=sys.stderr)
    files = tuple(FileRecord(entry.file, entry.key, 1, _MOMENT) for entry in entries)
    build = Build(
        files, tuple(entries), _links(entries), load_rules(), _MOMENT, _fingerprint(passages)
    )
    started = time.perf_counter()
    store.write(build)
    print(f"écrit en {time.perf_counter() - started:.0f} s", file=sys.stderr)
    return store


def _fingerprint(passages: int | None) -> str:
    return digest(str(passages), code_fingerprint("store", "french"), load_rules().version)


def _originals(folder: Path) -> Iterator[Extraction]:
    """Every order read, structured and extracted once, kept between runs."""
    rules = load_rules()
    cache, engine = Cache(folder / "cache"), Engine(rules)
    with gzip.open(SOURCE, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            key = digest(line, code_fingerprint("structure"))
            kept = cache.get(key, Extraction)
            if kept is None:
                document = Document(name=f"{record['id']}.txt", text=record["text"])
                kept = (engine.run(document, analyse(document)),)
                cache.put(key, kept)
                if number % 50 == 49:
                    print(f"{number + 1} textes extraits", file=sys.stderr)
            metadata = replace(
                kept[0].structure.metadata, date=record["date"], title=record["title"][:200]
            )
            yield replace(kept[0], structure=replace(kept[0].structure, metadata=metadata))


def _copies(originals: list[Extraction], passages: int | None) -> Iterator[Entry]:
    made = copy = 0
    while copy == 0 if passages is None else made < passages:
        shift = str.maketrans("0123456789", "".join(str((n + copy) % 10) for n in range(10)))
        for extraction in originals:
            if passages is not None and made >= passages:
                return
            key = f"{Path(extraction.document.name).stem.lower()}-{copy}"
            yield Entry(key, f"{key}.txt", _copy(extraction, copy, shift))
            made += len(extraction.structure.passages)
        copy += 1


def _copy(extraction: Extraction, copy: int, shift: dict[int, int]) -> Extraction:
    text = extraction.document.text.translate(shift)
    structure = extraction.structure
    date = structure.metadata.date
    metadata = replace(
        structure.metadata,
        date=f"{int(date[:4]) - copy}{date[4:]}" if date else None,
        kind="arrêté" if copy % 3 else "circulaire",
        issuer=_ISSUERS[copy % len(_ISSUERS)],
        evidence={},
    )
    return replace(
        extraction,
        document=replace(extraction.document, text=text),
        structure=replace(structure, metadata=metadata),
        mentions=tuple(_requoted(one, text) for one in extraction.mentions),
        references=tuple(_requoted(one, text) for one in extraction.references),
        statements=tuple(_requoted(one, text) for one in extraction.statements),
        quantities=tuple(_requoted(one, text) for one in extraction.quantities),
    )


def _requoted(fact: Any, text: str) -> Any:
    """The same fact with the words that now stand at its place."""
    if isinstance(fact, tuple):
        return tuple(_requoted(one, text) for one in fact)
    if not is_dataclass(fact) or isinstance(fact, type):
        return fact
    values = {one.name: _requoted(getattr(fact, one.name), text) for one in fields(fact)}
    if "text" in values:
        values["text"] = text[values["start"] : values["end"]]
    return type(fact)(**values)


def _links(entries: list[Entry]) -> Links:
    """One entity for each name: what linking does, without its look for near-duplicates."""
    entities: dict[str, Entity] = {}
    mentions: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        found = []
        for mention in entry.extraction.mentions:
            key = f"{mention.label}:{mention.entity}"
            entities.setdefault(key, Entity(key, mention.label, mention.entity, mention.kind))
            found.append(key)
        mentions[entry.key] = tuple(found)
    return Links(entities=tuple(entities.values()), mention_entities=mentions)
