"""Writing one build into a new database file."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path

from corpus.linking.model import Entity, TextCited
from corpus.model import Problem
from corpus.store import facts, rows
from corpus.store.lexicon import Lexicon
from corpus.store.places import Places
from corpus.store.records import Build, Entry, Known
from corpus.store.rows import Row
from corpus.store.rule_rows import rule_rows

HERE = Path(__file__).parent
SCHEMA_VERSION = 1
_BATCH = 5_000
_FACTS = ("mentions", "citations", "statements", "quantities")


def now() -> str:
    """The present moment, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def program_version() -> str:
    """The version of this package."""
    try:
        return version("corpus-preuves")
    except PackageNotFoundError:
        return "?"


class Writer:
    """Fills an empty database with one build. `history` gives, for the keys of documents that an
    earlier build held, what it remembers of them."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        build: Build,
        history: Mapping[str, Known],
        lexicon: Lexicon,
    ) -> None:
        self.db, self.build, self.history = connection, build, history
        self.lexicon = lexicon
        self.passage_words: list[int] = []
        self._next: Counter[str] = Counter()
        self._places: dict[str, Places] = {}
        self._documents: dict[str, int] = {}
        self._rules: set[str] = set()

    def create(self) -> None:
        """The empty tables."""
        self.db.executescript((HERE / "schema.sql").read_text(encoding="utf-8"))
        self.db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def write(self) -> None:
        """Every row but those of search, which the lexicon and the arrays add."""
        self._insert_rules()
        files = self._insert_files()
        entities = self._insert_entities(self.build.links.entities)
        for entry in self.build.entries:
            self._insert_document(entry, files[entry.file])
        texts = self._insert_texts(self.build.links.texts)
        web = facts.Web(self.build.links, entities, texts)
        sections = self._sections_of_texts()
        for entry in self.build.entries:
            self._insert_facts(entry, web, sections)
        self._insert_quotations()
        self._insert_duplicates(entities)
        self._insert_problems()

    def finish(self) -> None:
        """Indexes, counts (which need them) and views, then the record of this run."""
        for name in ("indexes.sql", "counts.sql", "views.sql"):
            self.db.executescript((HERE / name).read_text(encoding="utf-8"))
        self._insert_run()

    # ------------------------------------------------------------ rows into tables

    def insert(self, table: str, rows_: Iterable[Row]) -> None:
        """Add rows, all with the same columns, a batch at a time."""
        iterator = iter(rows_)
        while batch := list(islice(iterator, _BATCH)):
            columns = ", ".join(f'"{name}"' for name in batch[0])
            marks = ", ".join("?" * len(batch[0]))
            sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
            self.db.executemany(sql, [tuple(row.values()) for row in batch])
            self._next[table] += len(batch)

    def _first(self, table: str) -> int:
        """The identifier that the next row of `table` will get: tables are filled in order."""
        return self._next[table] + 1

    def _insert_rules(self) -> None:
        found = list(rule_rows(self.build.ruleset))
        unique = {row["id"]: row for row in reversed(found)}
        self._rules = set(unique)
        self.insert("rules", unique.values())

    def _ensure_rules(self, identifiers: Iterable[str]) -> None:
        """Rules that are no item of a file (the engine's own) get a row too."""
        missing = sorted(set(identifiers) - self._rules)
        self._rules.update(missing)
        self.insert("rules", ({"id": one, "family": "moteur"} for one in missing))

    def _insert_files(self) -> dict[str, int]:
        first = self._first("files")
        self.insert(
            "files",
            (
                {
                    "path": file.path,
                    "sha256": file.sha256,
                    "size": file.size,
                    "modified": file.modified,
                    "sidecar": file.sidecar,
                    "status": file.status,
                }
                for file in self.build.files
            ),
        )
        return {file.path: first + index for index, file in enumerate(self.build.files)}

    def _insert_entities(self, entities: tuple[Entity, ...]) -> dict[str, int]:
        first = self._first("entities")
        identifiers = {entity.key: first + index for index, entity in enumerate(entities)}
        self.insert("entities", (_entity_row(one, identifiers) for one in entities))
        self.insert(
            "aliases",
            (
                {"entity_id": identifiers[entity.key], "form": form, "occurrences": count}
                for entity in entities
                for form, count in entity.aliases.items()
            ),
        )
        return identifiers

    def _insert_texts(self, texts: tuple[TextCited, ...]) -> dict[str, int]:
        first = self._first("texts_cited")
        self.insert(
            "texts_cited",
            (
                {
                    "key": text.key,
                    "kind": text.kind,
                    "title": text.title,
                    "number": text.number,
                    "date": text.date,
                    "nor": text.nor,
                    "authority": text.authority,
                    "document_id": self._documents.get(text.document or ""),
                    "url": text.url,
                    "eli": text.eli,
                }
                for text in texts
            ),
        )
        return {text.key: first + index for index, text in enumerate(texts)}

    def _sections_of_texts(self) -> dict[str, int]:
        """The first section row of each text that the corpus holds."""
        return {
            text.key: self._places[text.document].first_section
            for text in self.build.links.texts
            if text.document in self._places
        }

    # ------------------------------------------------------------ one document

    def _insert_document(self, entry: Entry, file_id: int) -> None:
        extraction = entry.extraction
        moment = self.build.started
        row = rows.document_row(entry, file_id, moment, moment)
        if entry.key in self.history:
            known = self.history[entry.key]
            row["added"] = known.added
            row["changed"] = known.changed if known.text_sha256 == row["text_sha256"] else moment
        document_id = self._first("documents")
        self.insert("documents", [row])
        self._documents[entry.key] = document_id
        places = Places(
            extraction,
            passages=self._first("passages"),
            sections=self._first("sections"),
            pages=self._first("pages"),
            turns=self._first("turns"),
        )
        self._places[entry.key] = places
        speakers = rows.Speakers(extraction, entry.sidecar, self._first("speakers"))
        pages = {
            page.number: places.first_page + index
            for index, page in enumerate(extraction.document.pages)
        }
        owned: dict[str, Iterable[Row]] = {
            "texts": [{"text": extraction.document.text}],
            "metadata_evidence": rows.evidence_rows(extraction),
            "pages": rows.page_rows(extraction, places.first_page),
            "boxes": rows.box_rows(extraction, places.first_page),
            "furniture": rows.furniture_rows(extraction, pages),
            "edits": rows.edit_rows(extraction, pages),
            "sections": rows.section_rows(
                extraction.structure.sections, places.first_section, places
            ),
            "speakers": speakers.rows(),
            "turns": rows.turn_rows(extraction, places.first_turn, places, speakers),
            "passages": (
                self._posted(row)
                for row in rows.passage_rows(entry, places.first_passage, places, speakers)
            ),
            "notes": rows.note_rows(extraction, places),
        }
        for table, found in owned.items():
            self.insert(table, ({"document_id": document_id, **one} for one in found))

    def _posted(self, row: Row) -> Row:
        self.passage_words.append(self.lexicon.post(row["id"], row["text"]))
        return row

    def _insert_facts(self, entry: Entry, web: facts.Web, sections: Mapping[str, int]) -> None:
        key, extraction = entry.key, entry.extraction
        places, owner = self._places[key], {"document_id": self._documents[key]}
        statements = extraction.statements
        first_citation, first_statement = self._first("citations"), self._first("statements")
        self._ensure_rules(
            fact.rule
            for found in (
                extraction.mentions,
                extraction.references,
                statements,
                extraction.quantities,
            )
            for fact in found
        )
        found = {
            "mentions": facts.mention_rows(key, extraction, places, web),
            "citations": facts.citation_rows(key, extraction, places, web),
            "statements": facts.statement_rows(key, extraction, places, web),
            "quantities": facts.quantity_rows(extraction, places),
        }
        for table, rows_ in found.items():
            self.insert(table, ({**owner, **row} for row in rows_))
        for index in range(len(extraction.references)):
            targets = facts.target_rows(
                web.citations(key, index), first_citation + index, web, sections
            )
            self.insert("citation_targets", targets)
        for index, statement in enumerate(statements):
            parts = facts.part_rows(statement, first_statement + index)
            self.insert("statement_parts", ({**owner, **row} for row in parts))
            deadline = web.deadline(key, index)
            if deadline:
                self.insert("deadlines", [facts.deadline_row(deadline, first_statement + index)])

    # ------------------------------------------------------------ between documents

    def _insert_quotations(self) -> None:
        texts = {entry.key: entry.extraction.document.text for entry in self.build.entries}
        self.insert(
            "quotations",
            (
                {
                    "document_id": self._documents[one.document],
                    "source_document_id": self._documents[one.source],
                    **facts.quotation_row(
                        one,
                        (texts[one.document], texts[one.source]),
                        (self._places[one.document], self._places[one.source]),
                    ),
                }
                for one in self.build.links.quotations
            ),
        )

    def _insert_duplicates(self, entities: Mapping[str, int]) -> None:
        self.insert(
            "duplicates",
            (
                {
                    "first_id": entities[one.first],
                    "second_id": entities[one.second],
                    "score": one.score,
                    "reason": one.reason,
                }
                for one in self.build.links.duplicates
            ),
        )

    def _insert_problems(self) -> None:
        for problem in (*self.build.problems, *self.build.links.problems):
            self.insert("problems", [_problem_row(problem, None, problem.path)])
        for entry in self.build.entries:
            document_id = self._documents[entry.key]
            for problem in (*entry.extraction.problems, *entry.sidecar.problems):
                self.insert("problems", [_problem_row(problem, document_id, entry.file)])

    # ------------------------------------------------------------ the run

    def _insert_run(self) -> None:
        counts = {
            table: self.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("documents", "passages", *_FACTS)
        }
        problems = self.db.execute("SELECT count(*) FROM problems WHERE severity <> 'info'")
        self.insert(
            "runs",
            [
                {
                    "started": self.build.started,
                    "finished": now(),
                    "program": program_version(),
                    "ruleset": self.build.ruleset.version,
                    "documents": counts["documents"],
                    "passages": counts["passages"],
                    "facts": sum(counts[table] for table in _FACTS),
                    "problems": problems.fetchone()[0],
                    "redone": self.build.redone,
                    "fingerprint": self.build.fingerprint,
                }
            ],
        )


def _entity_row(entity: Entity, identifiers: Mapping[str, int]) -> Row:
    return {
        "key": entity.key,
        "label": entity.label,
        "name": entity.name,
        "kind": entity.kind,
        "parent_id": identifiers.get(entity.parent or ""),
    }


def _problem_row(problem: Problem, document_id: int | None, path: str | None) -> Row:
    return {
        "document_id": document_id,
        "path": path,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "remedy": problem.remedy,
        "page": problem.page,
        "line": problem.line,
        "start": problem.start,
        "end": problem.end,
    }
