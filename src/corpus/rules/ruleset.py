"""A rule set: every rule file of a folder, with its version (a hash of what it says)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from corpus.errors import RuleError
from corpus.rules.files import Item, RuleFile, RuleProblem, load_file


@dataclass(frozen=True, slots=True)
class Ruleset:
    """All usable rules of a folder, and what was wrong with the others."""

    root: Path
    version: str
    files: tuple[RuleFile, ...]
    problems: tuple[RuleProblem, ...]

    def family(self, name: str) -> Iterator[tuple[RuleFile, Item]]:
        """The items of one family that are in use (drafts and retired ones are not)."""
        for file in self.files:
            if file.family == name and file.header.get("etat", "stable") != "retirée":
                for item in file.items:
                    if item.state in ("stable", "essai"):
                        yield file, item


def default_rules_dir() -> Path:
    """The rules that ship with the package: inside the wheel, or beside it in a checkout."""
    inside = Path(__file__).resolve().parent.parent / "defaults" / "rules"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[3] / "rules"


def load_rules(root: Path | None = None) -> Ruleset:
    """Load every `*.yaml` under `root` (the package's own rules by default).

    A faulty file or rule is left out and reported in `problems`; raises `RuleError` only when the
    folder does not exist.
    """
    folder = root or default_rules_dir()
    if not folder.is_dir():
        raise RuleError(
            f"Le dossier de règles « {folder} » n'existe pas.",
            "Créez-le avec « corpus init ».",
            code="regles-absentes",
        )
    paths = sorted(p for p in folder.rglob("*.y*ml") if p.suffix in (".yaml", ".yml"))
    stamp = tuple((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in paths)
    return _load(folder, stamp)


@lru_cache(maxsize=8)
def _load(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Ruleset:
    import corpus.rules.catalogue  # noqa: F401  (registers every family)

    files: list[RuleFile] = []
    digest = hashlib.sha256()
    for name, _, _ in stamp:
        path = Path(name)
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
        files.append(load_file(path))
    problems = [problem for file in files for problem in file.problems]
    problems += _duplicates(files)
    return Ruleset(folder, digest.hexdigest()[:12], tuple(files), tuple(problems))


def _duplicates(files: list[RuleFile]) -> list[RuleProblem]:
    """An identifier used twice: the second use is reported, both stay in force."""
    seen: dict[str, Item] = {}
    problems: list[RuleProblem] = []
    for item in (item for file in files for item in file.items if "id" in item.data):
        first = seen.setdefault(item.id, item)
        if first is not item:
            problems.append(
                RuleProblem(
                    "R010",
                    f"L'identifiant « {item.id} » est déjà pris ({first.path}:{first.line}).",
                    "Donnez un autre identifiant à l'une des deux règles.",
                    item.path,
                    item.lines.get("id", item.line),
                )
            )
    return problems


def without_rules(ruleset: Ruleset, prefix: str) -> Ruleset:
    """The same rule set with the rules whose id starts with `prefix` taken out (for measures)."""
    files = tuple(
        replace(file, items=tuple(i for i in file.items if not i.id.startswith(prefix)))
        for file in ruleset.files
    )
    return replace(ruleset, files=files, version=f"{ruleset.version}-{prefix}")
