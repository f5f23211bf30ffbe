"""XML from strangers: no entities, no network, no document type, no unlimited trees."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from lxml import etree

from corpus.errors import ReadingError
from corpus.model import Document
from corpus.reading.source import Source

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/")
# ISO 29500 Strict files use other namespaces for the same elements.
_STRICT_TO_USUAL = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
)

Reads = TypeVar("Reads", bound=Callable[..., tuple[Document, ...]])


def parse_xml(data: bytes, *, name: str, member: str = "") -> etree._Element:
    """The root element of `data`.

    Raises `ReadingError`: `xml-entites` for a document type with entities (the « billion laughs »),
    `xml-invalide` for what is not well formed, `trop-imbrique` past 256 levels.
    """
    if _STRICT.search(data, 0, 4096):
        for strict, usual in _STRICT_TO_USUAL:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _refused(error, name, member) from error
    except ValueError as error:
        raise _invalid(name, member, str(error)) from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):  # type: ignore[union-attr]
        raise _entities(name, member)
    return root


def all_text(element: etree._Element) -> str:
    """Every character of text inside `element`."""
    return "".join(str(text) for text in element.itertext())


def shallow(read: Reads) -> Reads:
    """A reader whose file is nested deeper than Python can follow ends as a named problem."""

    @wraps(read)
    def guarded(source: Source, **options: bool) -> tuple[Document, ...]:
        try:
            return read(source, **options)
        except RecursionError:
            raise _too_deep(source.name) from None

    return guarded  # type: ignore[return-value]


def _refused(error: etree.XMLSyntaxError, name: str, member: str) -> ReadingError:
    message = str(error)
    if "depth" in message:
        return _too_deep(name)
    if "entit" in message.lower() and "loop" in message.lower():
        return _entities(name, member)
    return _invalid(name, member, message)


def _entities(name: str, member: str) -> ReadingError:
    return ReadingError(
        f"{name} : {_where(member)} définit des entités, ce qu'aucun logiciel de bureau n'écrit.",
        "N'ouvrez pas ce fichier ; redemandez-le à une personne de confiance.",
        code="xml-entites",
    )


def _invalid(name: str, member: str, detail: str) -> ReadingError:
    return ReadingError(
        f"{name} : {_where(member)} est mal formé ({detail[:120]}).",
        "Ouvrez le fichier dans Word ou LibreOffice, laissez-le réparer, et enregistrez-le.",
        code="xml-invalide",
    )


def _too_deep(name: str) -> ReadingError:
    return ReadingError(
        f"{name} : le document est trop profondément imbriqué pour être lu.",
        "Recopiez son contenu dans un nouveau document, sans les tableaux ou cadres emboîtés.",
        code="trop-imbrique",
    )


def _where(member: str) -> str:
    return f"« {member} », dans le fichier," if member else "le fichier"
