"""Subtitles: cues with their times and voices, from WebVTT and SubRip, and how they are set down.

webvtt-py gives both texts of a cue with two voices to the first, leaves entities undecoded, refuses
a file without its header and finds no cue where milliseconds follow a comma; pysubs2 knows no
voices. So the lines are read here, as the exports of Teams, Zoom and video players write them.

The canonical text is the cues' words: one line a cue, a blank line where the voice changes. Names
given by markup stand in the blocks' `speaker`; a name printed in the words (`Name: …`) stays there
where a voice begins, and is taken out of the cues that go on with it.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.reading.assembly import Assembly
from corpus.reading.pieces import add_plain

_TIME = r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?"
_TIMING = re.compile(rf"^\s*{_TIME}\s*--+>\s*{_TIME}(?=\s|$)")
_HEADER = re.compile(r"^WEBVTT(?:$|[ \t])")
_APART = re.compile(r"^(?:NOTE(?:$|[ \t])|STYLE\s*$|REGION\s*$)")
# Webex writes the speaker into the cue's identifier: `12 "Anne Durand" (3265476096)`.
_WEBEX = re.compile(r'^\s*\d+\s+"([^"\n]{1,80})"\s*\(\d*\)\s*$')
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?(?:[ \t\n]+([^>]*))?>|</v\s*>", re.I)
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|ruby|rt|lang|font|v)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\[^{}]*\}", re.I
)
# A name before a colon: at most six words, each with a capital or a figure, a particle, or in
# parentheses; not a time (`10:30 Réunion`) and not an address (`https://`).
_PRINTED = re.compile(r"(?!\d)([^\s:<>][^:<>\n]{0,59}?)[ \u00a0]?:(?=[ \u00a0])")
_PARTICLES = frozenset(["de", "du", "des", "d", "la", "le", "l", "van", "von", "ben", "el", "et"])


@dataclass(frozen=True, slots=True)
class Cue:
    """One voice's words in one subtitle; times in seconds, None where they are not given.
    `again` is what the cue shows once more from the one before, and is not read twice; `named` is
    the name that it prints once more in front of its words."""

    text: str
    start: float | None = None
    end: float | None = None
    speaker: str | None = None
    again: str = ""
    named: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The cues of a file, and how many of its lines belong to none."""

    cues: tuple[Cue, ...]
    stray: int = 0


def seconds(hours: str | None, minutes: str, rest: str, fraction: str | None) -> float:
    """The time written `hours:minutes:rest.fraction`, in seconds."""
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(rest)
    return whole + (float(f"0.{fraction}") if fraction else 0.0)


def parse_cues(text: str) -> Parsed:
    """The cues of a WebVTT or SubRip text.

    A cue runs from its timing line to a blank line or the next timing line; a lone line above a
    timing line is its identifier; `NOTE`, `STYLE` and `REGION` blocks are no words.
    """
    cues: list[Cue] = []
    stray = 0
    lines = re.split(r"\r\n|\r|\n", text.lstrip("\ufeff"))
    index = _after_header(lines)
    while index < len(lines):
        timing = _TIMING.match(lines[index])
        if timing is not None:
            end = _payload_end(lines, index + 1)
            payload = "\n".join(lines[index + 1 : end])
            start, stop = seconds(*timing.groups()[:4]), seconds(*timing.groups()[4:])
            known = _WEBEX.match(lines[index - 1]) if index else None
            speaker = known.group(1).strip() if known else None
            cues.extend(
                Cue(words, start, stop, voice or speaker) for voice, words in _voices(payload)
            )
            index = end
        elif _APART.match(lines[index]):
            index = _blank_after(lines, index)
        else:
            stray += bool(lines[index].strip()) and not _is_identifier(lines, index)
            index += 1
    return Parsed(tuple(_rolled(_with_printed_voices(cues))), stray)


def write_cues(assembly: Assembly, cues: Iterable[Cue]) -> None:
    """Append the cues' words, a `cue` block each, with `speaker`, `from` and `to` (seconds)."""
    last: str | None = None
    for number, cue in enumerate(cues):
        if number:
            assembly.separate("\n" if cue.speaker == last else "\n\n")
        last = cue.speaker
        attributes = {}
        if cue.speaker:
            attributes["speaker"] = cue.speaker
        for name, time in (("from", cue.start), ("to", cue.end)):
            if time is not None:
                attributes[name] = format_seconds(time)
        if cue.again or cue.named:
            assembly.replace(cue.again + cue.named, "", "deleted")
        block = assembly.open("cue", attributes=attributes)
        add_plain(assembly, cue.text)
        assembly.close(block)


def tell(assembly: Assembly, parsed: Parsed) -> None:
    """Say what no cue holds, and which times cannot be."""
    if parsed.stray:
        assembly.problem(
            "lignes-hors-repliques",
            f"{parsed.stray} ligne(s) n'appartiennent à aucune réplique et ne sont pas lues.",
            "Vérifiez les lignes vides et les lignes « début --> fin » du fichier.",
            "warning",
        )
    rolled = sum(bool(cue.again) for cue in parsed.cues)
    if rolled:
        assembly.problem(
            "repliques-defilantes",
            f"{rolled} réplique(s) répètent à l'écran les mots de la précédente ; ils sont lus une"
            " fois.",
        )
    backwards = sum(
        cue.start is not None and cue.end is not None and cue.end < cue.start for cue in parsed.cues
    )
    if backwards:
        assembly.problem(
            "temps-incoherents", f"{backwards} réplique(s) finissent avant de commencer."
        )
    if not assembly.words_since(0):
        assembly.problem(
            "sans-texte",
            "aucune réplique n'a été trouvée.",
            "Vérifiez que le fichier n'est pas tronqué, ou redemandez-le.",
            "warning",
        )


def format_seconds(value: float) -> str:
    """Seconds with at most three decimals, without useless zeros (`12.5`)."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _after_header(lines: list[str]) -> int:
    if not lines or not _HEADER.match(lines[0]):
        return 0
    # The header may run over lines (`Kind: captions`) to the first blank one or the first cue.
    index = 1
    while index < len(lines) and lines[index].strip() and not _TIMING.match(lines[index]):
        index += 1
    if index < len(lines) and _TIMING.match(lines[index]) and index > 1:
        return index
    return index


def _payload_end(lines: list[str], index: int) -> int:
    while index < len(lines) and lines[index].strip() and not _TIMING.match(lines[index]):
        index += 1
    if index < len(lines) and _TIMING.match(lines[index]) and _is_identifier(lines, index - 1):
        return index - 1
    return index


def _is_identifier(lines: list[str], index: int) -> bool:
    """Is this line the identifier of the cue below? After other words, only a number can be."""
    if index + 1 >= len(lines) or not _TIMING.match(lines[index + 1]):
        return False
    first = index == 0 or not lines[index - 1].strip()
    return first or lines[index].strip().isdecimal() or bool(_WEBEX.match(lines[index]))


def _blank_after(lines: list[str], index: int) -> int:
    while index < len(lines) and lines[index].strip():
        index += 1
    return index


def _voices(payload: str) -> Iterator[tuple[str | None, str]]:
    """Each voice of a cue and its words; `</v>` ends a voice, and may be left out."""
    voice: str | None = None
    done = 0
    for mark in _VOICE.finditer(payload):
        yield from _words(voice, payload[done : mark.start()])
        name = mark.group(1)
        voice = html.unescape(" ".join(name.split())) or None if name else None
        done = mark.end()
    yield from _words(voice, payload[done:])


def _words(voice: str | None, payload: str) -> Iterator[tuple[str | None, str]]:
    text = html.unescape(_TAG.sub("", payload))
    lines = (" ".join(line.split(" ")).strip() for line in text.split("\n"))
    words = "\n".join(line for line in lines if line)
    if words:
        yield voice, words


def _with_printed_voices(cues: list[Cue]) -> list[Cue]:
    """The cues with the voices that their words print, where the file prints them as labels: the
    same name twice, or names in half of its cues."""
    names = [None if cue.speaker else _printed_name(cue.text) for cue in cues]
    counts = Counter(name for name in names if name)
    habit = sum(counts.values()) * 2 >= len(cues)
    voiced: list[Cue] = []
    last: str | None = None
    for cue, name in zip(cues, names, strict=True):
        if name and (habit or counts[name] > 1):
            cue = _named_once(replace(cue, speaker=name), last)
        voiced.append(cue)
        last = cue.speaker
    return voiced


def _named_once(cue: Cue, last: str | None) -> Cue:
    match = _PRINTED.match(cue.text)
    if cue.speaker != last or match is None or not cue.text[match.end() :].strip():
        return cue
    words = cue.text[match.end() :].lstrip()
    return replace(cue, text=words, named=cue.text[: len(cue.text) - len(words)])


def _rolled(cues: list[Cue]) -> list[Cue]:
    """The cues without the lines that captions rolling up the screen show again, where a third of
    them do (YouTube's automatic captions)."""
    kept: list[Cue] = []
    rolled = 0
    shown = ""
    for cue in cues:
        first, _, rest = cue.text.partition("\n")
        if kept and first == shown.rpartition("\n")[2]:
            rolled += 1
            if rest:
                kept.append(replace(cue, text=rest, again=f"{first}\n"))
        else:
            kept.append(cue)
        shown = cue.text
    return kept if rolled * 3 >= len(cues) and rolled > 2 else cues


def _printed_name(text: str) -> str | None:
    match = _PRINTED.match(text)
    if match is None:
        return None
    words = re.sub(r"\([^()]*\)", "", match.group(1)).replace("’", "'").split()
    proper = [word for word in words if word.strip("'").lower() not in _PARTICLES]
    named = all(word[0].isupper() or word[0].isdecimal() for word in proper)
    return match.group(1).strip() if len(proper) > 0 and len(words) <= 6 and named else None
