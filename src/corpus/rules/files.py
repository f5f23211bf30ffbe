"""Reading one rule file: YAML with the line of every key, checked against its family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import process

from corpus.rules.families import FAMILIES, STATES, Family

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HEADER = {"famille": "texte", "titre": "texte", "note": "texte", "etat": "texte"}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "texte": (str, int, float),
    "textes": (str, list, int, float),
    "liste": (list,),
    "table": (dict,),
    "oui/non": (bool,),
    "nombre": (int, float),
}


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """What is wrong in a rule file: where (1-based), the line itself, and what to do."""

    code: str
    message: str
    remedy: str
    path: Path
    line: int
    column: int = 1
    excerpt: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        excerpt = f"\n    {self.line} | {self.excerpt}" if self.excerpt else ""
        return f"{place} : [{self.code}] {self.message}{excerpt}\n    → {self.remedy}"


@dataclass(frozen=True, slots=True)
class Item:
    """One rule or entry as written, with the line of the item and of each of its keys."""

    data: Mapping[str, Any]
    path: Path
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The rule's identifier, never reused."""
        return str(self.data.get("id", f"{self.path.stem}:{self.line}"))

    @property
    def state(self) -> str:
        """`brouillon`, `essai`, `stable` (default) or `retirée`."""
        return str(self.data.get("etat", "stable"))

    def texts(self, key: str) -> tuple[str, ...]:
        """The value of `key` as a tuple of texts, whether one or several were written."""
        value = self.data.get(key)
        if value is None:
            return ()
        values = value if isinstance(value, list) else [value]
        return tuple(str(one) for one in values)


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A loaded rule file. Items with an error are left out; their problems say why."""

    path: Path
    family: str
    header: Mapping[str, Any]
    items: tuple[Item, ...]
    problems: tuple[RuleProblem, ...]


def load_file(path: Path) -> RuleFile:
    """Read `path`; never raises for what is written in it, every fault is a problem."""
    source = path.read_text(encoding="utf-8", errors="replace")
    lines = source.splitlines()
    try:
        root = yaml.compose(source, Loader=_LOADER)
    except yaml.YAMLError as error:
        return RuleFile(path, "", {}, (), (_syntax(path, lines, error),))
    if not isinstance(root, yaml.MappingNode):
        problem = RuleProblem(
            "R001",
            "Le fichier ne contient pas de table « clé: valeur ».",
            "Commencez par « famille: … » puis la liste des règles.",
            path,
            1,
            excerpt=lines[0] if lines else "",
        )
        return RuleFile(path, "", {}, (), (problem,))
    return _Reader(path, lines, root).read()


class _Reader:
    """Walks the YAML nodes of one file, keeping the problems as it goes."""

    def __init__(self, path: Path, lines: list[str], root: yaml.MappingNode) -> None:
        self.path, self.lines, self.root = path, lines, root
        self.problems: list[RuleProblem] = []
        self.constructor = _LOADER("")

    def read(self) -> RuleFile:
        header = {key.value: value for key, value in self.root.value}
        family = self._family(header)
        if family is None:
            return RuleFile(self.path, "", {}, (), tuple(self.problems))
        allowed = {**_HEADER, **family.header, family.items: "liste"}
        self._check_keys(self.root, allowed, "l'en-tête")
        items = tuple(self._items(header.get(family.items), family))
        plain = {k: _truth(self._value(v)) for k, v in header.items() if k != family.items}
        return RuleFile(self.path, family.name, plain, items, tuple(self.problems))

    def _family(self, header: Mapping[str, yaml.Node]) -> Family | None:
        node = header.get("famille")
        name = str(node.value) if node is not None else ""
        if name in FAMILIES:
            return FAMILIES[name]
        known = ", ".join(sorted(FAMILIES))
        self._report(
            "R002",
            f"Famille de règles inconnue : « {name} »." if name else "La clé « famille » manque.",
            f"Choisissez parmi : {known}.{_nearest(name, list(FAMILIES))}",
            node or self.root,
        )
        return None

    def _items(self, node: yaml.Node | None, family: Family) -> Iterator[Item]:
        if not isinstance(node, yaml.SequenceNode):
            self._report(
                "R003",
                f"La liste « {family.items} » manque ou n'est pas une liste.",
                f"Ajoutez « {family.items}: » suivi de tirets.",
                node or self.root,
            )
            return
        for child in node.value:
            if not isinstance(child, yaml.MappingNode):
                self._report(
                    "R004",
                    "Cet élément n'est pas une table « clé: valeur ».",
                    "Écrivez-le sous la forme « - id: … ».",
                    child,
                )
                continue
            before = len(self.problems)
            self._check_keys(child, family.allowed(), "une règle")
            item = self._item(child)
            self._check_item(item, family, child)
            if not any(problem.severity == "error" for problem in self.problems[before:]):
                yield item

    def _item(self, node: yaml.MappingNode) -> Item:
        lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
        data = {key: _truth(value) for key, value in self._value(node).items()}
        return Item(data, self.path, node.start_mark.line + 1, lines)

    def _value(self, node: yaml.Node) -> Any:
        try:
            return self.constructor.construct_document(node)
        except (yaml.YAMLError, TypeError, ValueError):
            self._report(
                "R006", "Cette valeur n'a pas pu être lue.", "Mettez-la entre guillemets.", node
            )
            return {} if isinstance(node, yaml.MappingNode) else None

    def _check_keys(self, node: yaml.MappingNode, allowed: Mapping[str, str], where: str) -> None:
        for key, value in node.value:
            name = str(key.value)
            if name not in allowed:
                self._report(
                    "R005",
                    f"Clé inconnue dans {where} : « {name} ».",
                    f"Clés permises : {', '.join(sorted(allowed))}.{_nearest(name, list(allowed))}",
                    key,
                )
            elif (types := _TYPES.get(allowed[name])) is not None:
                if not isinstance(_truth(self._value(value)), types):
                    self._report(
                        "R007",
                        f"« {name} » n'est pas du type attendu.",
                        f"Type attendu : {allowed[name]}.",
                        key,
                    )

    def _check_item(self, item: Item, family: Family, node: yaml.MappingNode) -> None:
        for key in family.required:
            if item.data.get(key) in (None, "", []):
                self._report("R008", f"La clé « {key} » manque.", f"Ajoutez « {key}: … ».", node)
        if item.state not in STATES:
            self._report(
                "R009",
                f"État inconnu : « {item.state} ».",
                f"États permis : {', '.join(STATES)}.",
                node,
            )

    def _report(self, code: str, message: str, remedy: str, node: yaml.Node) -> None:
        line = node.start_mark.line + 1
        excerpt = self.lines[line - 1] if line <= len(self.lines) else ""
        self.problems.append(
            RuleProblem(code, message, remedy, self.path, line, node.start_mark.column + 1, excerpt)
        )


def _truth(value: Any) -> Any:
    """`oui` and `non` as truth values: YAML 1.1 knows only the English words."""
    return {"oui": True, "non": False}.get(value, value) if isinstance(value, str) else value


def _nearest(name: str, choices: list[str]) -> str:
    best = process.extractOne(name, choices, score_cutoff=60) if name else None
    return f" Vouliez-vous dire « {best[0]} » ?" if best else ""


def _syntax(path: Path, lines: list[str], error: yaml.YAMLError) -> RuleProblem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    return RuleProblem(
        "R000",
        "Le fichier n'est pas du YAML valable.",
        "Vérifiez l'alignement, les deux-points et les guillemets à cette ligne.",
        path,
        line,
        mark.column + 1 if mark else 1,
        lines[line - 1] if 0 < line <= len(lines) else "",
    )
