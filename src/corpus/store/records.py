"""What a build hands to the store: every document with its place in the workspace, and the web."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.linking.model import Links
from corpus.model import Extraction, Problem
from corpus.rules import Ruleset
from corpus.sidecar import Sidecar


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of the corpus folder. `status`: lu, lu en partie, illisible, doublon."""

    path: str
    sha256: str
    size: int
    modified: str
    status: str = "lu"
    sidecar: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the corpus. `key` is its stable name, `file` the path of its file."""

    key: str
    file: str
    extraction: Extraction
    sidecar: Sidecar = field(default_factory=Sidecar)


@dataclass(frozen=True, slots=True)
class Build:
    """Everything one build found. `problems` are those that belong to no document (`path` names
    their file, relative to the workspace)."""

    files: tuple[FileRecord, ...]
    entries: tuple[Entry, ...]
    links: Links
    ruleset: Ruleset
    started: str
    fingerprint: str = ""
    redone: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier build remembers of a document, so that dates and keys are carried on."""

    file: str
    part: str | None
    added: str
    text_sha256: str
    changed: str
