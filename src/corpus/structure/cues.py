"""Subtitles: cues joined into turns, each cue's own times kept."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from corpus.model import Block, Cue, Document, Turn
from corpus.structure.labels import Label, find_labels
from corpus.structure.lines import is_terminal


def cue_labels(document: Document, printed: Sequence[Label]) -> tuple[list[Label], list[Block]]:
    """One label for each change of voice, and the cues.

    The voice is the cue's `speaker`, or the label printed in its words (Zoom: `Name: text`). A cue
    without voice joins the turn before when it goes on with its sentence, or when the file names
    speakers only where they change (fewer than half of its cues).
    """
    cues = [b for b in document.blocks if b.kind == "cue" and b.end > b.start]
    cues.sort(key=lambda cue: cue.start)
    at = {label.start: label for label in printed}
    voices = [cue.attributes.get("speaker") or None for cue in cues]
    named = sum(v is not None or c.start in at for v, c in zip(voices, cues, strict=True))
    if not named:
        return [], cues
    labels: list[Label] = []
    last: str | None = None
    for index, (cue, voice) in enumerate(zip(cues, voices, strict=True)):
        mark = at.get(cue.start)
        voice = voice or (mark.name if mark is not None else None)
        goes_on = index > 0 and not is_terminal(document.text, cues[index - 1].end)
        printed_here = "label_end" in cue.attributes or mark is not None
        if voice is None and labels and (goes_on or named * 2 < len(cues)):
            continue
        if labels and voice == last and not printed_here:
            continue
        last = voice
        labels.append(_label(document.text, cue, voice, mark))
    return labels, cues


def _label(text: str, cue: Block, voice: str | None, mark: Label | None) -> Label:
    time = clock(cue.attributes.get("from"))
    printed_end = cue.attributes.get("label_end", "")
    if mark is not None and not printed_end:
        return replace(mark, time=mark.time or time)
    if voice is None:
        return Label(cue.start, cue.start, "name", "", "", "", time, None)
    read = find_labels(f"{voice} :")
    shape, name, extra = (
        (read[0].shape, read[0].name, read[0].extra) if read else ("name", voice, "")
    )
    words = text[cue.start : cue.end]
    spoken = re.match(rf"{re.escape(voice)}\s*:\s*", words)
    end = cue.start + spoken.end() if spoken else cue.start
    if printed_end:
        # The reader of a meeting's export says where its label (a name and a time) ends.
        end = int(printed_end)
    return Label(cue.start, end, shape, voice, name, extra, time, None)


def with_cues(turn: Turn, cues: Sequence[Block]) -> Turn:
    """The turn with the cues (in order) its words stand in, and the time at which it ends."""
    first = max(0, bisect_right(cues, turn.start, key=lambda cue: cue.start) - 1)
    last = bisect_left(cues, turn.end, key=lambda cue: cue.start)
    inside = tuple(
        Cue(
            max(cue.start, turn.start),
            min(cue.end, turn.end),
            seconds(cue.attributes.get("from")),
            seconds(cue.attributes.get("to")),
        )
        for cue in cues[first:last]
        if turn.start < cue.end
    )
    if not inside:
        return turn
    ends = inside[-1].time_to
    return replace(turn, cues=inside, time_to=clock(str(ends)) if ends is not None else None)


def seconds(value: str | None) -> float | None:
    """A cue's time in seconds, or None when it gives none."""
    try:
        return float(value) if value else None
    except ValueError:
        return None


def clock(value: str | None) -> str | None:
    """`65.2` -> `00:01:05`."""
    total = seconds(value)
    if total is None:
        return None
    whole = int(total)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
