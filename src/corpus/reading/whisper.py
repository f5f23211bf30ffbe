"""Transcripts of Whisper, WhisperX, whisper.cpp and their kin (.json)."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from corpus.errors import ReadingError
from corpus.model import Document
from corpus.reading.assembly import Assembly
from corpus.reading.encoding import decode
from corpus.reading.source import Source
from corpus.reading.subtitles import Cue, Parsed, seconds, tell, write_cues
from corpus.reading.xmlguard import shallow

READER = "whisper/1"
# Under which key each program writes its list.
LISTS = ("segments", "transcription", "utterances", "speakers", "chunks")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?$")
_BLANKS = re.compile(r"\s+")


@shallow
def read_whisper(source: Source, *, ocr: bool = False) -> tuple[Document, ...]:
    """The one document in a transcript; its raw text is the words of its segments.

    Raises `ReadingError` (`json-invalide`) when it is no transcript.
    """
    decoded = decode(source.data, name=source.name)
    try:
        content = json.loads(decoded.text)
    except ValueError as error:
        raise _refused(source.name, f"le JSON est mal formé ({error})") from error
    segments = _segments(content)
    if segments is None:
        raise _refused(source.name, "le JSON n'est pas une transcription")
    assembly = Assembly(source, "whisper", READER)
    assembly.problems.extend(decoded.problems)
    if isinstance(content, Mapping) and isinstance(content.get("language"), str):
        assembly.properties["language"] = content["language"]
    cues = [cue for segment in segments for cue in _cues(segment)]
    parsed = Parsed(tuple(cues), sum(not _is_segment(segment) for segment in segments))
    write_cues(assembly, parsed.cues)
    tell(assembly, parsed)
    return (assembly.build(),)


def table_cues(rows: Sequence[Sequence[str]]) -> list[Cue] | None:
    """The cues of Whisper's `.tsv` (times in milliseconds), or None for any other table."""
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if header[:2] != ["start", "end"] or "text" not in header:
        return None
    words = header.index("text")
    voice = header.index("speaker") if "speaker" in header else None
    cues = []
    for row in rows[1:]:
        cells = [*row, *[""] * (len(header) - len(row))]
        start, end = (float(cell) / 1000 if cell.isdecimal() else None for cell in cells[:2])
        speaker = cells[voice] if voice is not None else ""
        cues.append(Cue(" ".join(cells[words].split()), start, end, speaker or None))
    return [cue for cue in cues if cue.text]


def _refused(name: str, what: str) -> ReadingError:
    return ReadingError(
        f"{name} : {what}.",
        "Exportez de nouveau la transcription (JSON de Whisper, VTT, SRT ou texte).",
        code="json-invalide",
    )


def _segments(content: Any) -> list[Any] | None:
    if isinstance(content, Mapping):
        for key in LISTS:
            # Diarized exports list the same words twice; the list with speakers comes first.
            if isinstance(content.get(key), list) and content[key]:
                return list(content[key])
        return [] if any(key in content for key in LISTS) else None
    return content if isinstance(content, list) else None


def _is_segment(segment: Any) -> bool:
    return isinstance(segment, Mapping) and isinstance(segment.get("text"), str)


def _cues(segment: Any) -> Iterator[Cue]:
    if not _is_segment(segment):
        return
    start, end = _times(segment)
    text = " ".join(segment["text"].split())
    words = segment.get("words")
    words = words if isinstance(words, list) else []
    voices = _voices(words)
    by_voice = _by_voice(words, voices, text)
    if by_voice:
        yield from by_voice
    elif text:
        only = voices[0] if len(set(voices)) == 1 else None
        yield Cue(text, start, end, _name(segment.get("speaker")) or only)


def _voices(words: Sequence[Any]) -> list[str]:
    """Each word's speaker; none at all unless some word has one. WhisperX gives figures and signs
    that it could not align neither time nor speaker: they belong to the word before."""
    names = [_name(word.get("speaker")) if isinstance(word, Mapping) else None for word in words]
    last = next((name for name in names if name), None)
    if last is None:
        return []
    return [last := name or last for name in names]


def _by_voice(words: Sequence[Any], voices: Sequence[str], text: str) -> list[Cue]:
    """A segment cut where its words change speaker, when the words make up its text."""
    if len(set(voices)) < 2 or not all(isinstance(word, Mapping) for word in words):
        return []
    cues = []
    for voice, group in groupby(zip(voices, words, strict=True), key=lambda pair: pair[0]):
        spoken = [word for _, word in group]
        starts = [time for word in spoken if (time := _number(word.get("start"))) is not None]
        ends = [time for word in spoken if (time := _number(word.get("end"))) is not None]
        cues.append(
            Cue(
                " ".join(" ".join(str(word.get("word", "")).split()) for word in spoken),
                min(starts, default=None),
                max(ends, default=None),
                voice,
            )
        )
    joined = "".join(_BLANKS.sub("", cue.text) for cue in cues)
    return cues if joined == _BLANKS.sub("", text) else []


def _times(segment: Mapping[str, Any]) -> tuple[float | None, float | None]:
    pair = segment.get("timestamp")
    if isinstance(pair, list) and len(pair) == 2:
        return _number(pair[0]), _number(pair[1])
    for key, unit in (("timestamps", 1.0), ("offsets", 0.001)):
        between = segment.get(key)
        if isinstance(between, Mapping):
            return _number(between.get("from"), unit), _number(between.get("to"), unit)
    return _number(segment.get("start")), _number(segment.get("end"))


def _number(value: Any, unit: float = 1.0) -> float | None:
    """A time in seconds, from a number of `unit` seconds or a clock (`00:01:02,500`)."""
    if isinstance(value, str) and (match := _CLOCK.match(value.strip())):
        return seconds(*match.groups())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        time = float(value) * unit
    except OverflowError:
        return None
    return time if math.isfinite(time) and 0 <= time < 1e7 else None


def _name(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return " ".join(str(value).split())[:120] or None
