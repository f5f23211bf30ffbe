"""The parts of an Office package, found by their relationships and not by their names."""

from __future__ import annotations

from posixpath import dirname, join, normpath, splitext
from typing import Final

from lxml import etree

from corpus.errors import ReadingError
from corpus.reading.archive import Archive
from corpus.reading.xmlguard import parse_xml

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WORD_NS: Final = W[1:-1]
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def val(element: etree._Element | None, default: str = "") -> str:
    """The `w:val` of an element, or `default` when it or its value is absent."""
    if element is None:
        return default
    return element.get(f"{W}val", default)


def number(element: etree._Element | None, default: int = 0) -> int:
    """The `w:val` of an element as a whole number, or `default` when it is none."""
    try:
        return int(val(element, str(default)))
    except ValueError:
        return default


def is_on(element: etree._Element) -> bool:
    """Whether an on/off property is on (`<w:b/>` is, `<w:b w:val="0"/>` is not)."""
    return val(element, "1") not in ("0", "false", "off", "none")


class Package:
    """An Office file's parts, each parsed once when asked for; `usual` is the main part's name
    where no relationship tells it."""

    def __init__(self, archive: Archive, usual: str = "word/document.xml") -> None:
        self.archive = archive
        self.name = archive.source.name
        self._trees: dict[str, etree._Element | None] = {}
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}
        self.main = self._main_part(usual)

    def tree(self, part: str) -> etree._Element | None:
        """The root of a part, or None when the package lacks it."""
        if part not in self._trees:
            data = self.archive.get(part) if part else None
            self._trees[part] = (
                None if data is None else parse_xml(data, name=self.name, member=part)
            )
        return self._trees[part]

    def body(self) -> etree._Element:
        """The `w:body` of the main part. Raises `ReadingError` when there is none."""
        root = self.tree(self.main)
        body = None if root is None else root.find(f"{W}body")
        if body is None:
            raise ReadingError(
                f"{self.name} : le fichier Word n'a pas de corps de texte.",
                "Ouvrez-le dans Word ou LibreOffice et enregistrez-le de nouveau.",
                code="docx-sans-corps",
            )
        return body

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id -> (its kind's last word, the target part's name) of `part`."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def related(self, kind: str, part: str | None = None) -> str:
        """The part of that kind (`styles`, `footnotes`) beside the main one, or ``."""
        relations = self.relations(self.main if part is None else part)
        return next((target for known, target in relations.values() if known == kind), "")

    def _read_relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder = dirname(part)
        path = join(folder, "_rels", f"{part[len(folder) :].lstrip('/')}.rels")
        root = self.tree(path)
        if root is None:
            return {}
        found = {}
        for relation in root.iter(_RELATION):
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                target = target.lstrip("/") if target[:1] == "/" else normpath(join(folder, target))
            found[relation.get("Id", "")] = (kind, target)
        return found

    def _main_part(self, usual: str) -> str:
        part = self.related("officeDocument", "")
        return part if part in self.archive else usual


def suffix(part: str) -> str:
    """A part's suffix in lower case, with its dot."""
    return splitext(part)[1].lower()
