"""OpenDocument styles: what a paragraph or a span is, once its styles are followed up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree

OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
FO: Final = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DEPTH = 40
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_LIST_STYLES = (f"{TEXT}list-style", f"{TEXT}outline-style")


@dataclass(frozen=True, slots=True)
class OdtStyle:
    """What a style gives. A trait is None where the style says nothing of it; `master` names the
    page style that a paragraph begins a page with; `lists` is its list style, empty for none."""

    name: str = ""
    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    hidden: bool | None = None
    level: int | None = None
    align: str = ""
    page_before: bool = False
    page_after: bool = False
    master: str = ""
    lists: str | None = None


class OdtStyles:
    """The styles of `content.xml` and `styles.xml`, the first before the second."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self.lists: dict[str, etree._Element] = {}
        self.outline: etree._Element | None = None
        for root in roots:
            for element in () if root is None else _defined(root):
                self._take(element)
        self.of = lru_cache(maxsize=None)(self._of)

    def _take(self, element: etree._Element) -> None:
        name = element.get(f"{STYLE}name", "")
        if element.tag == f"{TEXT}outline-style":
            self.outline = element
        elif element.tag == f"{TEXT}list-style":
            self.lists.setdefault(name, element)
        elif element.tag == f"{STYLE}style":
            self._styles.setdefault((element.get(f"{STYLE}family", ""), name), element)

    def _chain(self, family: str, name: str) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while (element := self._styles.get((family, name))) is not None and len(chain) < _DEPTH:
            if element in chain:
                break
            chain.append(element)
            name = element.get(f"{STYLE}parent-style-name", "")
        return chain

    def _of(self, family: str, name: str) -> OdtStyle:
        chain = self._chain(family, name)
        if not chain:
            return OdtStyle()
        weight = _first(chain, "text-properties", f"{FO}font-weight")
        slant = _first(chain, "text-properties", f"{FO}font-style")
        line = _first(chain, "text-properties", f"{STYLE}text-underline-style")
        display = _first(chain, "text-properties", f"{TEXT}display")
        level = _attribute(chain, f"{STYLE}default-outline-level")
        return OdtStyle(
            name=_shown_name(chain),
            bold=None if weight is None else weight in _BOLD,
            italic=None if slant is None else slant in ("italic", "oblique"),
            underline=None if line is None else line != "none",
            hidden=None if display is None else display == "none",
            level=int(level) if level and level.isdigit() else None,
            align=_first(chain, "paragraph-properties", f"{FO}text-align") or "",
            page_before=_first(chain, "paragraph-properties", f"{FO}break-before") == "page",
            page_after=_first(chain, "paragraph-properties", f"{FO}break-after") == "page",
            master=_attribute(chain, f"{STYLE}master-page-name") or "",
            lists=_attribute(chain, f"{STYLE}list-style-name"),
        )


def _defined(root: etree._Element) -> Iterator[etree._Element]:
    for group in ("automatic-styles", "styles"):
        for container in root.iterfind(f"{OFFICE}{group}"):
            yield from container.iterchildren(f"{STYLE}style", *_LIST_STYLES)


def _first(chain: list[etree._Element], properties: str, attribute: str) -> str | None:
    for element in chain:
        for group in element.iterfind(f"{STYLE}{properties}"):
            if (value := group.get(attribute)) is not None:
                return value
    return None


def _attribute(chain: list[etree._Element], attribute: str) -> str | None:
    return next((v for e in chain if (v := e.get(attribute)) is not None), None)


def _shown_name(chain: list[etree._Element]) -> str:
    """The name that the user sees: that of the first style that is not an automatic one."""
    for element in chain:
        parent = element.getparent()
        if parent is not None and parent.tag == f"{OFFICE}styles":
            name = element.get(f"{STYLE}name", "")
            return element.get(f"{STYLE}display-name", name.replace("_20_", " "))
    return ""
