"""What analysts write beside the texts: corrections (`NAME.corpus.yaml`) and tables of hearings.

A correction wins over what was detected and survives every rebuild. A table of hearings is a CSV
or YAML file of the corpus folder with a column that names files; it gives each hearing its
category, département and date, and the people heard. Both are checked, and every fault says its
file and line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import process

from corpus.errors import ReadingError
from corpus.french.fold import fold
from corpus.model import Problem, Role, Structure, Turn
from corpus.reading.sidecar import read_rows

SUFFIX = ".corpus.yaml"
TABLES = (".csv", ".tsv", ".yaml", ".yml")

# The analyst's key -> the model's field.
METADATA = {
    "titre": "title",
    "nature": "kind",
    "numero": "number",
    "date": "date",
    "emetteur": "issuer",
    "destinataire": "addressee",
    "signataire": "signatory",
    "nor": "nor",
    "lieu": "place",
    "genre": "genre",
}
CONTEXT = ("categorie", "departement")
SPEAKER = ("nom", "role", "organisation", "categorie", "departement")
ROLES: Mapping[str, Role] = {
    "enqueteur": "interviewer",
    "enquetrice": "interviewer",
    "personne interrogee": "interviewee",
    "president": "chair",
    "presidente": "chair",
    "rapporteur": "rapporteur",
    "rapporteure": "rapporteur",
    "membre": "member",
    "temoin": "witness",
    "autre": "other",
}
_NAME = re.compile(r"\w+")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Speaker:
    """What an analyst says of one speaker; None where nothing is said."""

    name: str | None = None
    role: Role | None = None
    organisation: str | None = None
    category: str | None = None
    departement: str | None = None


@dataclass(frozen=True, slots=True)
class Sidecar:
    """All corrections to one text. `metadata` is keyed by the model's field names; `speakers` by
    the label or the name under which a speaker was found."""

    metadata: Mapping[str, str] = field(default_factory=dict)
    category: str | None = None
    departement: str | None = None
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def over(self, other: Sidecar) -> Sidecar:
        """Both together; where they differ, this one wins."""
        return Sidecar(
            metadata={**other.metadata, **self.metadata},
            category=self.category or other.category,
            departement=self.departement or other.departement,
            speakers={**other.speakers, **self.speakers},
            problems=self.problems + other.problems,
        )


def sidecar_of(path: Path) -> Path:
    """Where the corrections of the text at `path` lie."""
    return path.with_name(path.name + SUFFIX)


def read_sidecar(path: Path) -> Sidecar:
    """The corrections in the file at `path`; a faulty line is left out and told in `problems`."""
    try:
        source = path.read_text(encoding="utf-8")
        root = yaml.compose(source, Loader=_LOADER)
    except (OSError, UnicodeDecodeError) as error:
        return Sidecar(problems=(_problem(path, None, f"fichier illisible ({error})"),))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        return Sidecar(
            problems=(
                _problem(
                    path,
                    line,
                    "ce n'est pas du YAML valable",
                    "Vérifiez l'alignement, les deux-points et les guillemets à cette ligne.",
                ),
            )
        )
    if root is None:
        return Sidecar()
    return _Reader(path).read(root)


class _Reader:
    """Walks the YAML nodes of one corrections file, keeping the problems as it goes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def read(self, root: yaml.Node) -> Sidecar:
        table = self._table(root, (*METADATA, *CONTEXT, "locuteurs"), "le fichier")
        metadata: dict[str, str] = {}
        for key, name in METADATA.items():
            value = self._text(table.get(key))
            if value and key == "date" and not _is_date(value):
                self._report(
                    table[key],
                    f"« {value} » n'est pas une date",
                    "Écrivez-la ainsi : 2012-05-23.",
                )
            elif value:
                metadata[name] = value
        return Sidecar(
            metadata=metadata,
            category=self._text(table.get("categorie")),
            departement=self._text(table.get("departement")),
            speakers=self._speakers(table.get("locuteurs")),
            problems=tuple(self.problems),
        )

    def _speakers(self, node: yaml.Node | None) -> dict[str, Speaker]:
        speakers: dict[str, Speaker] = {}
        for name, child in self._table(node, None, "« locuteurs »").items():
            table = self._table(child, SPEAKER, f"le locuteur « {name} »")
            speakers[name] = Speaker(
                name=self._text(table.get("nom")),
                role=self._role(table.get("role")),
                organisation=self._text(table.get("organisation")),
                category=self._text(table.get("categorie")),
                departement=self._text(table.get("departement")),
            )
        return speakers

    def _table(
        self, node: yaml.Node | None, allowed: tuple[str, ...] | None, where: str
    ) -> dict[str, yaml.Node]:
        if node is None or _is_null(node):
            return {}
        if not isinstance(node, yaml.MappingNode):
            self._report(node, f"{where} devrait être une table « clé: valeur »")
            return {}
        table: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            known = key if allowed is None else _key(key)
            if allowed is not None and known not in allowed:
                near = process.extractOne(known, allowed, score_cutoff=60)
                hint = f"Vouliez-vous dire « {near[0]} » ? " if near else ""
                self._report(
                    key_node,
                    f"clé inconnue dans {where} : « {key} »",
                    f"{hint}Clés permises : {', '.join(allowed)}.",
                )
            else:
                table[known] = value
        return table

    def _text(self, node: yaml.Node | None) -> str | None:
        if node is None or _is_null(node):
            return None
        if not isinstance(node, yaml.ScalarNode):
            self._report(node, "une seule valeur est attendue ici")
            return None
        return str(node.value).strip() or None

    def _role(self, node: yaml.Node | None) -> Role | None:
        value = self._text(node)
        if value is None:
            return None
        role = ROLES.get(fold(value))
        if role is None and node is not None:
            self._report(node, f"rôle inconnu : « {value} »", f"Rôles permis : {', '.join(ROLES)}.")
        return role

    def _report(self, node: yaml.Node, message: str, remedy: str = "") -> None:
        self.problems.append(_problem(self.path, node.start_mark.line + 1, message, remedy))


def _key(key: str) -> str:
    return fold(key).replace(" ", "_")


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def _is_date(value: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _problem(path: Path, line: int | None, message: str, remedy: str = "") -> Problem:
    place = f"{path.name}, ligne {line}" if line else path.name
    return Problem(
        code="correction-fautive",
        message=f"{place} : {message}.",
        remedy=remedy or "Corrigez le fichier, ou supprimez-le pour revenir à ce qui est détecté.",
        severity="error",
        path=str(path),
        line=line,
    )


# ---------------------------------------------------------------- tables of hearings


def read_table(path: Path) -> dict[str, Sidecar] | None:
    """Each file's row of a table of hearings (CSV or YAML), or None when `path` is not one: its
    columns are matched loosely, one must name files (`corpus.reading.sidecar`)."""
    if path.suffix.lower() not in TABLES or path.name.endswith(SUFFIX):
        return None
    try:
        rows = read_rows(path)
    except ReadingError:
        return None
    return None if rows is None else {name: _row(row) for name, row in rows.items()}


def _row(row: Mapping[str, str]) -> Sidecar:
    category, departement = row.get("categorie"), row.get("departement")
    people = [one.strip() for one in row.get("personnes", "").split(",") if one.strip()]
    speaker = Speaker(
        role="interviewee",
        organisation=row.get("organisation"),
        category=category,
        departement=departement,
    )
    return Sidecar(
        metadata={"date": row["date"]} if _is_date(row.get("date", "")) else {},
        category=category,
        departement=departement,
        speakers=dict.fromkeys(people, speaker),
    )


# ---------------------------------------------------------------- applying them


def correct(structure: Structure, sidecar: Sidecar) -> Structure:
    """`structure` with what the analyst says of the speakers; metadata are corrected where they
    are detected (`structure.analyse`)."""
    named = {_plain(name): speaker for name, speaker in sidecar.speakers.items()}
    return replace(structure, turns=tuple(_turn(one, named, sidecar) for one in structure.turns))


def _plain(name: str) -> str:
    """A name without what is printed around it: `Mère A. –` and `[Mère A]` are `mere a`."""
    return " ".join(_NAME.findall(fold(name)))


def _turn(turn: Turn, named: Mapping[str, Speaker], sidecar: Sidecar) -> Turn:
    known = named.get(_plain(turn.speaker or "")) or named.get(_plain(turn.label)) or Speaker()
    heard = turn.role in ("interviewee", "witness") or known.role in ("interviewee", "witness")
    return replace(
        turn,
        speaker=known.name or turn.speaker,
        role=known.role or turn.role,
        organisation=known.organisation or turn.organisation,
        category=known.category or turn.category or (sidecar.category if heard else None),
    )
