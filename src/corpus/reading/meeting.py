"""Exports of video calls as plain text or Word files: Teams, Zoom, Otter.

Three shapes are known: a line of times, a line with the name, then the words (Teams, older); the
name and a time on one line (`Anne Durand   0:03`, Teams and Otter, a tab in Zoom's); `[Name]` and
the hour (Zoom's saved captions). The text is not changed: each turn becomes a `cue` block that
begins at its label, with `speaker`, `from`, `to` and `label_end`, the offset where the words begin.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from corpus.model import Block, Document
from corpus.reading.subtitles import format_seconds, seconds

_TIME = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,6}))?"
_NAME = r"[^\W\d_][^\n\t:;?!<>\[\]]{0,58}[^\s:;?!.,<>\[\]]"
_BETWEEN = re.compile(rf"^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[ \t]*\n+[ \t]*({_NAME})[ \t]*$", re.M)
_BESIDE = re.compile(rf"^[ \t]*({_NAME})(?:[ \u00a0]{{2,}}|[ ]*\t+[ ]*){_TIME}[ \t]*$", re.M)
_BRACKETED = re.compile(rf"^\[({_NAME})\][ \t]+{_TIME}[ \t]*$", re.M)
_FEWEST = 2
_EARLY = 300.0


@dataclass(frozen=True, slots=True)
class _Label:
    start: int
    end: int
    name: str
    time_from: float
    time_to: float | None = None


def with_cues(document: Document) -> Document:
    """`document` with `cue` blocks in place of its paragraphs, when it is such an export."""
    labels = find_labels(document.text)
    if not _is_talk(document.text, labels):
        return document
    ends = [label.start for label in labels[1:]] + [len(document.text)]
    cues = [
        _cue(document, label, end)
        for label, end in zip(labels, ends, strict=True)
        if document.text[label.end : end].strip()
    ]
    kept = [block for block in document.blocks if block.end <= labels[0].start]
    return replace(document, blocks=(*kept, *cues))


def _is_talk(text: str, labels: list[_Label]) -> bool:
    """Words follow most labels, and somebody speaks twice or the clock starts at nought: an agenda
    (`Accueil   9:30`) has neither."""
    if len(labels) < _FEWEST:
        return False
    ends = [label.start for label in labels[1:]] + [len(text)]
    said = sum(bool(text[label.end : end].strip()) for label, end in zip(labels, ends, strict=True))
    recurs = len({label.name for label in labels}) < len(labels)
    return said * 2 > len(labels) and (recurs or labels[0].time_from < _EARLY)


def find_labels(text: str) -> list[_Label]:
    """The labels of the shape that the text has most of, in order; none when no shape is there."""
    shapes: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Label]], ...] = (
        (_BETWEEN, _between),
        (_BESIDE, _beside),
        (_BRACKETED, _beside),
    )
    found = [[make(match) for match in shape.finditer(text)] for shape, make in shapes]
    return max(found, key=len)


def _between(match: re.Match[str]) -> _Label:
    start, end = seconds(*match.groups()[:4]), seconds(*match.groups()[4:8])
    return _Label(_first(match), match.end(), match.group(9), start, end)


def _beside(match: re.Match[str]) -> _Label:
    return _Label(_first(match), match.end(), match.group(1), seconds(*match.groups()[1:5]))


def _first(match: re.Match[str]) -> int:
    return match.end() - len(match.group().lstrip())


def _cue(document: Document, label: _Label, end: int) -> Block:
    text = document.text
    while text[end - 1].isspace():
        end -= 1
    words = label.end
    while text[words].isspace():
        words += 1
    attributes = {
        "speaker": " ".join(label.name.split()),
        "from": format_seconds(label.time_from),
        "label_end": str(words),
    }
    if label.time_to is not None:
        attributes["to"] = format_seconds(label.time_to)
    page = document.page_at(label.start)
    return Block("cue", label.start, end, page=page.number if page else None, attributes=attributes)
