"""Footnotes of a plain text: notes at page bottoms, and their calls glued to words in the body."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.model import NoteCall, Span
from corpus.structure.lines import Layout, Line, is_full, is_terminal

# « 1  Décret… », « 10   La lettre… », « ¹ Voir… », « (1) Voir… », « [1] Voir… »
_NOTE = re.compile(
    r"(?:\((\d{1,3})\)|\[(\d{1,3})\]|(\d{1,3})|([¹²³⁰-⁹]{1,3}))\s+(?=[A-ZÀ-ÝŒ]|«|“|https?:|www\.|cf\b|voir\b)"
)
_FIRST = frozenset("0123456789([¹²³⁴⁵⁶⁷⁸⁹")
# A column of figures is no series of notes; giving up keeps the search linear.
_MOST_FAILURES = 40
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def mark_notes(text: str, lines: list[Line], layout: Layout) -> None:
    """Set `kind` on the lines of the footnotes: `note` on a first line, `note-more` on the others.

    Notes are numbered from 1 without a gap, and each needs a call before it: that tells the note
    « 3  Le titre IV… » from a figure that opens a line (« 106  a diminué »).
    """
    position = 0
    expected = 1
    index = failures = 0
    while index < len(lines) and failures < _MOST_FAILURES:
        label = _note_label(text, lines[index])
        if label == str(expected) and not lines[index].kind:
            call = find_call(text, label, position, lines[index].start)
            failures += call is None
            if call is not None:
                position = call.end
                expected += 1
                index = _mark_one(text, lines, index, layout)
                continue
        index += 1


def _note_label(text: str, line: Line) -> str | None:
    if text[line.start] not in _FIRST:
        return None
    match = _NOTE.match(text, line.start, line.end)
    if match is None:
        return None
    plain = match[1] or match[2] or match[3]
    return plain or match[4].translate(_SUPERSCRIPTS)


def _mark_one(text: str, lines: list[Line], index: int, layout: Layout) -> int:
    """Mark the note that begins at `index`; gives the index after its last line."""
    lines[index].kind = "note"
    width = lines[index].end - lines[index].start
    following = index + 1
    while following < len(lines):
        line = lines[following]
        if line.kind or line.gap > 1 or _note_label(text, line):
            break
        if not _note_goes_on(text, lines[following - 1], line, layout, width):
            break
        line.kind = "note-more"
        following += 1
    return following


def _note_goes_on(text: str, above: Line, line: Line, layout: Layout, width: int) -> bool:
    terminal = is_terminal(text, above.end)
    first = text[line.start]
    if line.gap == 1:
        return first.islower() and not terminal and above.end - above.start >= 0.6 * width
    if not layout.wrapped:
        return not terminal and (first.islower() or first.isdigit())
    # A page break often leaves nothing but one blank before the first line of the next page.
    if line.indent == 1 and above.indent == 0:
        return False
    return not terminal or is_full(text, above, line, layout) or first.islower()


def find_call(text: str, label: str, start: int, end: int) -> Span | None:
    """The call of note `label` in `text[start:end]`: superscript, in brackets, glued to a word
    (`Etat2`), to a year (`20101`), or standing between two words (`dispositifs 5 relevant`)."""
    for pattern in _call_patterns(label):
        match = pattern.search(text, start, end)
        if match is not None:
            return Span(match.start(), match.end())
    return None


@lru_cache(maxsize=256)
def _call_patterns(label: str) -> tuple[re.Pattern[str], ...]:
    # The call comes first and what must stand before it is looked at from its end: a search that
    # begins with a look behind tries every character of the text, ten times slower.
    raised = label.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    held = rf"[(\[]{label}[)\]]"
    return (
        re.compile(rf"{raised}(?![⁰¹²³⁴-⁹])"),
        re.compile(rf"{held}(?:(?<=[^\W\d_]{held})|(?<=[^\W\d_]\s{held}))(?!\s+[A-ZÀ-Ý])"),
        re.compile(rf"{label}(?<=[^\W\d_][^\W\d_]{label})(?![\w°%])(?!-\d)"),
        re.compile(rf"{label}(?<=\b(?:19|20)\d\d{label})(?!\d)"),
        re.compile(rf"{label}(?<=[»)]{label})(?!\w)"),
        re.compile(rf"{label}(?<=[a-zà-ÿ]{{4}} {label})(?= [a-zà-ÿ]{{4}})"),
    )


def note_calls(text: str, notes: list[tuple[str, Span]]) -> tuple[NoteCall, ...]:
    """Each note with its call; a note whose call is not found is left out."""
    calls: list[NoteCall] = []
    position = 0
    for label, span in notes:
        call = find_call(text, label, position, span.start)
        if call is not None:
            calls.append(NoteCall(label, call, span))
            position = call.end
    return tuple(calls)


def note_label(text: str, start: int, end: int) -> str | None:
    """The number that opens the note at `start:end`."""
    return _note_label(text, Line(start, end, 0, 0))
