"""A web page's parts: which element holds the article, what stands around it, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from lxml import etree

from corpus.errors import ReadingError
from corpus.reading.encoding import Decoded, decode
from corpus.reading.xmlguard import all_text

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})"""
    rb"""|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.I,
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
AROUND = frozenset(("nav", "aside", "footer"))
# A part that holds most of the page is the article, whatever it is called.
_MOST = 0.5
_ENOUGH = 0.3


def decode_page(data: bytes, name: str) -> Decoded:
    """The text of a page, in its declared charset where UTF-8 does not fit."""
    match = _DECLARED.search(data[:4096])
    declared = next((group for group in match.groups() if group), b"") if match else b""
    return decode(data, name=name, declared=declared.decode("ascii", "replace") or None)


def parse_page(text: str, name: str) -> etree._Element:
    """The root element of a page.

    Raises `ReadingError`: `trop-imbrique` past 256 levels, `html-vide` when there is nothing.
    """
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        recover=True,
    )
    root = None
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any("depth" in entry.message for entry in parser.error_log):
        raise ReadingError(
            f"{name} : la page est trop profondément imbriquée pour être lue.",
            "Recopiez son article dans un document, ou imprimez la page en PDF.",
            code="trop-imbrique",
        )
    if root is None:
        raise ReadingError(
            f"{name} : la page est vide.",
            "Enregistrez de nouveau la page depuis le navigateur.",
            code="html-vide",
        )
    return root


def article_of(root: etree._Element) -> etree._Element:
    """The element that holds the article: `main`, else the only `article`, else the part that the
    page calls its content, else the body; a part too small to be the article is passed over."""
    body = root.find("body")
    whole: etree._Element = root if body is None else body
    total = _weight(whole)
    articles = list(whole.iter("article"))
    candidates: list[etree._Element] = [
        *whole.iter("main"),
        *(each for each in whole.iter() if each.get("role") == "main"),
        *(articles if len(articles) == 1 else ()),
        *(e for e in whole.iter("div", "section", "td") if _named(e, words_for("content"))),
    ]
    for candidate in candidates:
        if _weight(candidate) >= _ENOUGH * total:
            return candidate
    return whole


def stands_around(element: etree._Element, article: etree._Element) -> bool:
    """True for what stands around the article: menus, footers, banners, sharing buttons."""
    tag = element.tag
    outer = tag == "header" and article.tag == "body" and element.getparent() is article
    role = (element.get("role") or "").lower()
    if not (
        tag in AROUND
        or outer
        or role in words_for("roles")
        or (tag not in ("body", "main", "article") and _named(element, words_for("words")))
    ):
        return False
    return tag in ("nav", "footer") or _weight(element) <= _MOST * _weight(article)


def is_unseen(element: etree._Element) -> bool:
    """True for what a browser does not show."""
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    return bool(_HIDING.search(element.get("style", ""))) or _named(element, words_for("unseen"))


def has_no_bullets(element: etree._Element) -> bool:
    """True for a list whose items bear no sign."""
    style = element.get("style", "").replace(" ", "")
    bare = "list-style:none" in style or "list-style-type:none" in style
    return bare or _named(element, words_for("no_bullets"))


def properties_of(root: etree._Element) -> dict[str, str]:
    """What a page says of itself: title, author, dates, site, address, language."""
    found: dict[str, str] = {}
    title = root.find(".//title")
    if title is not None and all_text(title).strip():
        found["title"] = " ".join(all_text(title).split())
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if name in _META and content:
            found.setdefault(_META[name], content)
    for link in root.iter("link"):
        if link.get("rel") == "canonical" and link.get("href"):
            found.setdefault("url", str(link.get("href")))
    if root.get("lang"):
        found["language"] = str(root.get("lang"))
    return found


_META = {
    "author": "author",
    "dc.creator": "author",
    "description": "description",
    "og:site_name": "site",
    "og:url": "url",
    "article:published_time": "created",
    "dc.date": "created",
    "dcterms.created": "created",
    "datepublished": "created",
    "date": "created",
    "article:modified_time": "modified",
    "dcterms.modified": "modified",
    "datemodified": "modified",
}


def _named(element: etree._Element, words: frozenset[str]) -> bool:
    own = f"{element.get('id') or ''} {element.get('class') or ''}".lower().split()
    return any(
        word in words or any(word.startswith(known[:-1]) for known in words if known[-1] == "*")
        for word in own
    )


def shown_texts(element: etree._Element) -> Iterator[str]:
    """The stretches of text that an element shows, menus and scripts left out."""
    yield element.text or ""
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag not in words_for("silent") and tag != "nav":
            yield from shown_texts(child)
        yield child.tail or ""


def _weight(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in shown_texts(element))


@cache
def _data() -> dict[str, Any]:
    text = files("corpus.reading").joinpath("data/html.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


@cache
def words_for(key: str) -> frozenset[str]:
    """A list of `data/html.yaml`."""
    return frozenset(_data()[key])
