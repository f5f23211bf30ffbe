"""The rules of a rule set as rows, each with its own lines as they are written."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

from corpus.rules import Item, RuleFile, Ruleset
from corpus.store.rows import Row


def rule_rows(ruleset: Ruleset) -> Iterator[Row]:
    """Every rule that has an identifier, in use or not."""
    for file in ruleset.files:
        yield from _rows_of(file, ruleset.root)


def _rows_of(file: RuleFile, root: Path) -> Iterator[Row]:
    lines = file.path.read_text(encoding="utf-8", errors="replace").splitlines()
    for item in file.items:
        if "id" in item.data:
            yield _rule_row(file, item, root, _written(lines, item.line - 1))


def _written(lines: list[str], first: int) -> str:
    """The lines of a list's item that begins at line `first`: all that are further in than it."""
    depth = _depth(lines[first])
    end = first + 1
    while end < len(lines) and (not lines[end].strip() or _depth(lines[end]) > depth):
        end += 1
    return textwrap.dedent("\n".join(lines[first:end])).rstrip()


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _rule_row(file: RuleFile, item: Item, root: Path, definition: str) -> Row:
    data = item.data
    text = {key: str(data[key]) if data.get(key) else None for key in _RULE_TEXTS}
    return {
        "id": item.id,
        "family": file.family,
        "title": text["titre"],
        "modality": text["modalite"],
        "state": item.state,
        "file": item.path.relative_to(root).as_posix(),
        "line": item.line,
        "source": text["source"],
        "author": text["auteur"],
        "note": text["note"],
        "definition": definition,
    }


_RULE_TEXTS = ("titre", "modalite", "source", "auteur", "note")
