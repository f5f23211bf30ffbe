"""Files damaged on purpose, the same ones every time, and the promises that reading keeps for all.

A mutation is told by a seed: the same seed damages the same file in the same way. Archives are
damaged from outside (the bytes) and from inside (their members, packed again), because a flipped
byte in a compressed member never gets past the checksum.
"""

from __future__ import annotations

import io
import random
import re
import unicodedata
import zipfile
from collections.abc import Callable
from copy import deepcopy
from itertools import pairwise

from lxml import etree

from corpus.model import Document
from corpus.reading import restore

_ODD = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b"\x0c",
    b"&#xD800;",
    b"&amp;",
    "\u0301".encode(),
    "\u202e".encode(),
    "\u2028".encode(),
    b"<",
    b">",
    b"]]>",
    b"-->",
    b'"',
    b"%PDF-",
    b"PK\x03\x04",
    b"99999999999999999999",
    b"-1",
    b"NaN",
)
_TAG = re.compile(rb"<[^<>]{1,400}>")
_VALUE = re.compile(rb'="([^"]{0,80})"')
_VALUES = (
    b"",
    b"0",
    b"-1",
    b"99999999",
    b"1e309",
    b"true",
    b"none",
    b"\xc3\xa9",
    b"%1%2%9",
    b"../x",
)


def mutate(data: bytes, seed: int) -> bytes:
    """`data` damaged in one to four ways that `seed` decides."""
    dice = random.Random(seed)
    inside = data.startswith(b"PK") and dice.random() < 0.8
    for _ in range(dice.randint(1, 4)):
        data = _inside(data, dice) if inside else dice.choice(_BYTES)(data, dice)
    return data


def _flip(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 8, 64))):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def _remove(data: bytes, dice: random.Random) -> bytes:
    start, end = _stretch(data, dice)
    return data[:start] + data[end:]


def _repeat(data: bytes, dice: random.Random) -> bytes:
    start, end = _stretch(data, dice)
    return data[:end] + data[start:end] * dice.choice((1, 1, 2, 50)) + data[end:]


def _swap(data: bytes, dice: random.Random) -> bytes:
    (a, b), (c, d) = sorted((_stretch(data, dice), _stretch(data, dice)))
    return data if c < b else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _blank(data: bytes, dice: random.Random) -> bytes:
    start, end = _stretch(data, dice)
    return data[:start] + bytes([dice.choice((0, 32, 255))]) * (end - start) + data[end:]


def _insert(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice(_ODD) * dice.choice((1, 1, 3, 200)) + data[at:]


def _line(data: bytes, dice: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = dice.randrange(len(lines))
    if dice.random() < 0.5:
        lines.insert(at, dice.choice(lines))
    else:
        del lines[at]
    return b"\n".join(lines)


def _value(data: bytes, dice: random.Random) -> bytes:
    values = list(_VALUE.finditer(data))
    if not values:
        return _flip(data, dice)
    found = dice.choice(values)
    return data[: found.start(1)] + dice.choice(_VALUES) + data[found.end(1) :]


def _tag(data: bytes, dice: random.Random) -> bytes:
    """Remove or double a whole element's stretch, so that what is left is often well formed."""
    tags = list(_TAG.finditer(data))
    if len(tags) < 4:
        return _flip(data, dice)
    opened = dice.choice(tags)
    name = re.match(rb"<([\w:.-]+)", opened.group())
    if name is None:
        return data
    closing = data.find(b"</" + name.group(1) + b">", opened.end())
    end = closing + len(name.group(1)) + 3 if closing > 0 else opened.end()
    element = data[opened.start() : end]
    if dice.random() < 0.5:
        return data[: opened.start()] + data[end:]
    other = dice.choice(tags).end()
    return data[:other] + element * dice.choice((1, 1, 30)) + data[other:]


def _tree(data: bytes, dice: random.Random) -> bytes:
    """Damage XML that stays well formed: elements removed, doubled, moved, nested, emptied."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    except (etree.XMLSyntaxError, ValueError):
        return _flip(data, dice)
    for _ in range(dice.choice((1, 2, 5, 20))):
        elements = [each for each in root.iter("*") if each is not root]
        if elements:
            _damage(dice.choice(elements), dice.choice(elements), dice)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _damage(one: etree._Element, other: etree._Element, dice: random.Random) -> None:
    parent = one.getparent()
    change = dice.randrange(6)
    if change == 0 and parent is not None:
        parent.remove(one)
    elif change == 1 and parent is not None:
        parent.insert(dice.randrange(len(parent) + 1), deepcopy(one))
    elif change == 2 and one not in (other, *other.iterancestors()):
        other.append(one)
    elif change == 3:
        _change_attribute(one, dice)
    elif change == 4:
        one.text = dice.choice(("", " ", "\u0301", "\u00ad", "e\u0301 " * 9, "99"))
    elif len(list(one.iter())) < 300:
        other.insert(0, deepcopy(one))


def _change_attribute(element: etree._Element, dice: random.Random) -> None:
    if not element.attrib:
        return
    name = dice.choice(sorted(element.attrib))
    if dice.random() < 0.4:
        del element.attrib[name]
    else:
        element.set(name, dice.choice(_VALUES).decode())


def _stretch(data: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + dice.choice((1, 4, 30, 400, 5000)))


_BYTES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip,
    _cut,
    _remove,
    _repeat,
    _swap,
    _blank,
    _insert,
    _line,
    _value,
    _tag,
)
_XML: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_tree,) * 12,
    *(_value,) * 4,
    _tag,
    _insert,
    _flip,
    _cut,
)


def _inside(data: bytes, dice: random.Random) -> bytes:
    """Damage one member of an archive, or leave it out."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError):
        return _flip(data, dice)
    likely = [name for name in members if name.endswith((".xml", ".rels"))] or list(members)
    if not likely:
        return data
    # The text itself is the most worth damaging.
    main = [name for name in likely if re.search(r"document|content|sheet|numbering|notes", name)]
    name = dice.choice(main) if main and dice.random() < 0.7 else dice.choice(likely)
    if dice.random() < 0.05:
        del members[name]
    else:
        members[name] = dice.choice(_XML)(members[name], dice)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for each, content in members.items():
            how = zipfile.ZIP_STORED if each == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(zipfile.ZipInfo(each, (2024, 1, 1, 0, 0, 0)), content, how)
    return buffer.getvalue()


def broken_promises(document: Document) -> list[str]:
    """What reading promises of every document and this one does not keep; empty when all holds."""
    text = document.text
    checks = {
        "normal form": unicodedata.is_normalized("NFC", text),
        "line ends": "\r" not in text,
        "encodable": text.isascii() or not re.search("[\ud800-\udfff]", text),
        "blocks": all(
            0 <= b.start < b.end <= len(text)
            and text[b.start : b.end].strip() == text[b.start : b.end]
            and text[b.start : b.end].startswith(b.label.strip())
            for b in document.blocks
        ),
        "block pages": all(
            b.page is None or _page_holds(document, b.page, b.start) for b in document.blocks
        ),
        "pages": all(a.end == b.start for a, b in pairwise(document.pages))
        and (
            not document.pages
            or (document.pages[0].start, document.pages[-1].end) == (0, len(text))
        ),
        "calls": all(
            0 <= c.call.start <= c.call.end <= len(text)
            and 0 <= c.note.start < c.note.end <= len(text)
            for c in document.calls
        ),
        "edits": all(text[e.start : e.start + len(e.text)] == e.text for e in document.edits),
        "boxes": all(0 <= b.start <= b.end <= len(text) for b in document.boxes),
        "names": all(isinstance(v, str) for v in document.properties.values()),
    }
    broken = [name for name, kept in checks.items() if not kept]
    if len(restore(document)) != max(1, len(document.pages)):
        broken.append("restore")
    return broken


def _page_holds(document: Document, number: int, offset: int) -> bool:
    if not 1 <= number <= len(document.pages):
        return False
    page = document.pages[number - 1]
    return page.start <= offset <= page.end
