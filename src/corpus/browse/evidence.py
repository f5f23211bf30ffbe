"""An evidence file: chosen passages, numbered, with their full references, checked at the source.

`collect` takes them from the database, `verify` goes back to the files they were read from. The
writers of `exports` give the same file as DOCX, ODT, CSV, XLSX, Markdown, HTML or JSON.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from corpus.browse import addresses
from corpus.browse.citation import Citation, cite
from corpus.errors import CorpusError
from corpus.model import Document
from corpus.store import pages
from corpus.store.pages import Row

VERIFIED = "conforme"
UNCHANGED = "fichier inchangé"
IN_DATABASE = "conforme à la base"
CHANGED = "fichier modifié"
ABSENT = "fichier absent"
DIFFERENT = "mots différents"
GOOD = (VERIFIED, UNCHANGED, IN_DATABASE)

Reader = Callable[[Path], Sequence[Document]]


@dataclass(frozen=True, slots=True)
class Quotation:
    """One passage of an evidence file. `text` is the exact words; `check` is one of the states
    above and `detail` says in French what it means here."""

    number: int
    public_id: str
    text: str
    citation: Citation
    address: str
    document: str
    title: str
    date: str
    kind: str
    page: str
    section: str
    speaker: str
    category: str
    departement: str
    file: str
    part: str
    sha256: str
    start: int
    stop: int
    check: str = IN_DATABASE
    detail: str = ""

    @property
    def reference(self) -> str:
        """The full reference on one line, with the address."""
        return self.citation.plain(self.address)

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against the quotation."""
        return self.check in GOOD


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A numbered selection. `unknown` are the addresses that lead to no passage of the corpus."""

    title: str
    made: str
    corpus: str
    program: str
    ruleset: str
    quotations: tuple[Quotation, ...] = ()
    unknown: tuple[str, ...] = ()
    sources: tuple[str, ...] = field(default=())

    @property
    def doubtful(self) -> tuple[Quotation, ...]:
        """The quotations that the check did not confirm."""
        return tuple(one for one in self.quotations if not one.sound)


def collect(
    db: sqlite3.Connection, public_ids: Sequence[str], *, title: str, corpus: str, base: str = ""
) -> EvidenceFile:
    """The passages at these addresses, in order. `base` is what printed addresses begin with."""
    wanted = list(dict.fromkeys(public_ids))
    found = pages.passages_by_address(db, wanted) if wanted else []
    run = pages.one(db, "SELECT program, ruleset FROM runs ORDER BY id DESC LIMIT 1")
    quotations = tuple(_quotation(db, row, rank, base) for rank, row in enumerate(found, 1))
    present = {row["public_id"] for row in found}
    return EvidenceFile(
        title=title,
        made=datetime.now(UTC).astimezone().isoformat(timespec="minutes"),
        corpus=corpus,
        program=run["program"] if run else "",
        ruleset=run["ruleset"] if run else "",
        quotations=quotations,
        unknown=tuple(address for address in wanted if address not in present),
        sources=tuple(dict.fromkeys(one.citation.plain() for one in _one_per_source(quotations))),
    )


def _quotation(db: sqlite3.Connection, row: Row, number: int, base: str) -> Quotation:
    citation = cite(row)
    stored = pages.text(db, row["document_id"])[row["start"] : row["stop"]]
    same = stored == row["text"]
    return Quotation(
        number=number, public_id=row["public_id"], text=row["text"], citation=citation,
        address=base + addresses.permanent(row["key"], row["position"], row["public_id"]),
        document=row["key"], title=row["title"] or row["name"], date=row["date"] or "",
        kind=row["document_kind"] or "", page=citation.page, section=row["section"] or "",
        speaker=citation.speaker, category=row["turn_category"] or row["speaker_category"] or "",
        departement=row["departement"] or "", file=row["file"], part=row["part"] or "",
        sha256=row["file_sha256"], start=row["start"], stop=row["stop"],
        check=IN_DATABASE if same else DIFFERENT,
        detail="" if same else "La base est incohérente : lancez « corpus verify ».",
    )  # fmt: skip


def _one_per_source(quotations: Iterable[Quotation]) -> Iterable[Quotation]:
    """A quotation of each source, with its place left out: the list of sources."""
    seen: set[str] = set()
    for one in quotations:
        if one.document not in seen:
            seen.add(one.document)
            source = replace(one.citation, speaker="", page="", section="", time="", warning="")
            yield replace(one, citation=source)


# ---------------------------------------------------------------- back to the sources


def verify(
    evidence: EvidenceFile, workspace: Path | None, reader: Reader | None = None
) -> EvidenceFile:
    """Compare every quotation with the file it came from.

    With a `reader` (`corpus.reading.read_many`) the file is read again and the words must stand at
    the same place; without one, the file must only be the very one that was read.
    """
    read = lru_cache(maxsize=8)(reader) if reader else None
    checked = tuple(_check(one, workspace, read) for one in evidence.quotations)
    return replace(evidence, quotations=checked)


def _check(one: Quotation, workspace: Path | None, reader: Reader | None) -> Quotation:
    if one.check == DIFFERENT or workspace is None:
        return one
    root = (workspace / "corpus").resolve()
    path = (root / one.file).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        return replace(one, check=ABSENT, detail=f"« {one.file} » n'est plus dans corpus/.")
    if hashlib.sha256(path.read_bytes()).hexdigest() != one.sha256:
        return replace(
            one, check=CHANGED,
            detail=f"« {one.file} » a changé depuis la construction : relancez « corpus build ».",
        )  # fmt: skip
    if reader is None:
        return replace(one, check=UNCHANGED)
    return _reread(one, path, reader)


def _reread(one: Quotation, path: Path, reader: Reader) -> Quotation:
    try:
        documents = reader(path)
    except CorpusError as error:
        return replace(one, check=UNCHANGED, detail=f"Non relu : {error.message}")
    texts = [d.text for d in documents if (d.part or "") == one.part]
    if any(text[one.start : one.stop] == one.text for text in texts):
        return replace(one, check=VERIFIED)
    if not one.text.strip() or any(text.strip() for text in texts):
        return replace(
            one, check=DIFFERENT,
            detail="Les mots relus à cet endroit ne sont pas ceux de la base : relancez "
            "« corpus build ».",
        )  # fmt: skip
    # A scan read with OCR gives no text without it: the file is the same, and that is what is said.
    return replace(one, check=UNCHANGED, detail="Non relu : texte reconnu sur image.")


# ---------------------------------------------------------------- what a person pastes


def addresses_in(words: Iterable[str]) -> list[str]:
    """The passages meant by what a person gives: identifiers, permanent addresses, or the whole
    address of an evidence file."""
    found: list[str] = []
    for word in words:
        split = urlsplit(word.strip())
        if "p" in (query := parse_qs(split.query)):
            found += query["p"]
        elif last := unquote(split.path.rstrip("/").rpartition("/")[2]):
            found.append(last.rpartition("-")[2] if "/passage/" in split.path else last)
    return list(dict.fromkeys(found))
