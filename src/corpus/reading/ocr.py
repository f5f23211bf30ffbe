"""Recognition of characters by Tesseract, where it is installed (`tesseract-ocr-fra`).

A page is rendered at 300 dpi in grey and given to the `tesseract` command; its table of words
(TSV) gives each word with its box and confidence, so that a passage leads back to its place on the
scan. A page lying on its side is recognised by a poor result, turned, and read again.

Tesseract's analysis of the page drops whole lines: short ones set apart, labels before a hanging
paragraph (`VU`), words that a stamp touches (« Pour le Préfet »). So what it read is wiped off the
page and the remainder is read once more, as one block; only sure words of it are taken.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import Any

import pypdfium2

from corpus.model import Problem
from corpus.reading import limits
from corpus.reading.page import Sheet, Word
from corpus.reading.source import Source
from corpus.reading.status import Verdict

LANGUAGE = "fra"
_DPI = 300
_MAX_PIXELS = 30_000_000
_POOR = 0.5
_NOISE = 0.5
# What a second look at the remainder may add: on 30 scanned pages, 45 words were added at 0.85
# (titles, `VU`, the words before a signature), three of them pieces of a word.
_SURE = 0.85
_DARK = bytes(int(grey < 110) for grey in range(256))
_LEAST_INK = 400
_AROUND = 4
_DESCENDERS = re.compile(r"[gjpqyç,;()\[\]/Q|]")
_TALL = re.compile(r"[A-ZÀ-Ýbdfhklt0-9]")


@dataclass(frozen=True, slots=True)
class _Image:
    """A page as grey bytes, row after row."""

    width: int
    height: int
    data: bytes

    def pgm(self) -> bytes:
        return b"P5\n%d %d\n255\n" % (self.width, self.height) + self.data


@cache
def tesseract() -> str | None:
    """The command, when it is installed with French; None otherwise."""
    command = shutil.which("tesseract")
    if command is None:
        return None
    try:
        listed = subprocess.run(
            [command, "--list-langs"], capture_output=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return command if LANGUAGE in listed.stdout.decode("utf-8", "replace").split() else None


def recognise(
    source: Source, sheets: list[Sheet], verdicts: Mapping[int, Verdict]
) -> list[Problem]:
    """Replaces, in `sheets`, every page without a usable text by what Tesseract reads on it.

    Gives the problems met; without Tesseract that is one, and the sheets stay as they are.
    """
    wanted = [at for at, sheet in enumerate(sheets) if _needs(verdicts[sheet.number])]
    if not wanted:
        return []
    command = tesseract()
    if command is None:
        return [_missing(source)]
    problems: list[Problem] = []
    try:
        pdf = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError:
        return [
            _failed(source, sheets[at].number, "PDFium n'ouvre pas le fichier") for at in wanted
        ]
    try:
        for at in wanted:
            limits.ask_for_time()
            try:
                sheets[at] = _read(command, pdf, sheets[at])
            except (OSError, subprocess.SubprocessError, pypdfium2.PdfiumError) as error:
                problems.append(_failed(source, sheets[at].number, _why(error)))
    finally:
        pdf.close()
    return problems


def _needs(judged: Verdict) -> bool:
    if judged.status == "ocr-layer":
        return judged.confidence is not None and judged.confidence < 0.6
    return judged.status in ("needs-ocr", "garbled", "curves")


def _read(command: str, pdf: pypdfium2.PdfDocument, sheet: Sheet) -> Sheet:
    image, scale = _render(pdf, sheet.number - 1)
    image, rows, turn = _upright(command, image)
    limits.ask_for_time()
    with suppress(subprocess.SubprocessError):
        rows = [*rows, *_overlooked(command, image, rows)]
    return _sheet(rows, sheet, image, scale, turn)


def _upright(command: str, image: _Image) -> tuple[_Image, list[dict[str, str]], int]:
    """The image, turned when this makes its words better, its words, and the turn."""
    rows = _words(command, image)
    upright = not _is_sideways(rows)
    sure = _confidence(rows)
    if upright and sure >= _POOR and len(rows) >= 10:
        return image, rows, 0
    turn = _orientation(command, image)
    if not turn:
        return image, rows, 0
    turned = _turned(image, turn)
    others = _words(command, turned)
    better = _confidence(others) > sure - (0 if upright else 0.2)
    return (turned, others, turn) if better else (image, rows, 0)


def _confidence(rows: Sequence[Mapping[str, str]]) -> float:
    return sum(float(row["conf"]) for row in rows) / (100 * len(rows)) if rows else 0.0


def _overlooked(
    command: str, image: _Image, rows: Sequence[Mapping[str, str]]
) -> list[dict[str, str]]:
    """Sure words on what is left of the page when those of `rows` are wiped off."""
    if not rows:
        return []
    data = bytearray(image.data)
    boxes = [_box(row) for row in rows]
    for left, top, right, bottom in boxes:
        first, last = max(0, left - _AROUND), min(image.width, right + _AROUND)
        white = b"\xff" * (last - first)
        for y in range(max(0, top - _AROUND), min(image.height, bottom + _AROUND)):
            data[y * image.width + first : y * image.width + last] = white
    if sum(data.translate(_DARK)) < _LEAST_INK:
        return []
    usual = median(bottom - top for _, top, _, bottom in boxes)
    return [
        {**row, "block_num": f"+{row['block_num']}"}
        for row in _words(command, _Image(image.width, image.height, bytes(data)), "6")
        if _is_sure(row, usual) and not any(_touches(_box(row), box) for box in boxes)
    ]


def _is_sure(row: Mapping[str, str], usual_height: float) -> bool:
    letters = sum(char.isalnum() for char in row["text"])
    usual = 0.6 * usual_height <= int(row["height"]) <= 2 * usual_height
    return letters >= 2 and usual and float(row["conf"]) >= 100 * _SURE


def _box(row: Mapping[str, str]) -> tuple[int, int, int, int]:
    left, top = int(row["left"]), int(row["top"])
    return left, top, left + int(row["width"]), top + int(row["height"])


def _touches(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """True for what is left of a word that was wiped off in part: it stands right beside it."""
    apart = max(one[0] - other[2], other[0] - one[2])
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return apart <= 2 * _AROUND and shared > 0.4 * (one[3] - one[1])


def _is_sideways(rows: Sequence[Mapping[str, str]]) -> bool:
    """True when most long words stand on end: Tesseract reads a turned page letter by letter well
    enough, but not its lines in order."""
    long_words = [row for row in rows if len(row["text"]) >= 5]
    standing = sum(int(row["height"]) > int(row["width"]) for row in long_words)
    return standing * 2 > len(long_words) > 0


def _render(pdf: pypdfium2.PdfDocument, index: int) -> tuple[_Image, float]:
    """The page in grey, and its pixels per point."""
    page = pdf[index]
    try:
        width, height = page.get_size()
        scale = min(_DPI / 72, (_MAX_PIXELS / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        try:
            rows = memoryview(bitmap.buffer).cast("B")
            data = b"".join(
                bytes(rows[at * bitmap.stride : at * bitmap.stride + bitmap.width])
                for at in range(bitmap.height)
            )
            return _Image(bitmap.width, bitmap.height, data), scale
        finally:
            bitmap.close()
    finally:
        page.close()


def _turned(image: _Image, turn: int) -> _Image:
    """The image turned clockwise by `turn` degrees."""
    width, height, data = image.width, image.height, image.data
    if turn == 180:
        return _Image(width, height, data[::-1])
    columns = [data[x::width] for x in range(width)]
    if turn == 90:
        return _Image(height, width, b"".join(column[::-1] for column in columns))
    return _Image(height, width, b"".join(reversed(columns)))


def _run(command: str, image: _Image, *options: str) -> str:
    done = subprocess.run(
        [command, "stdin", "stdout", *options],
        input=image.pgm(),
        capture_output=True,
        timeout=limits.in_force().ocr_seconds,
        # Tesseract's own threads slow each other down, and a build runs a file on each core.
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        check=True,
    )
    return done.stdout.decode("utf-8", "replace")


def _orientation(command: str, image: _Image) -> int:
    """The clockwise turn that sets the page upright, 0 when Tesseract cannot tell."""
    try:
        told = _run(command, image, "--psm", "0", "--dpi", str(_DPI))
    except subprocess.CalledProcessError:
        return 0
    match = re.search(r"Rotate:\s*(\d+)", told)
    return int(match.group(1)) % 360 if match else 0


def _words(command: str, image: _Image, layout: str = "3") -> list[dict[str, str]]:
    table = _run(command, image, "-l", LANGUAGE, "--psm", layout, "--dpi", str(_DPI), "tsv")
    rows = csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = [row for row in rows if row.get("level") == "5" and (row.get("text") or "").strip()]
    usual = median(int(row["height"]) for row in words) if words else 0
    return [row for row in words if _is_word(row, usual)]


def _is_word(row: Mapping[str, Any], usual_height: float) -> bool:
    """Leaves out the specks and rules that Tesseract reads as signs, the columns of bullets that it
    reads as one word standing on end, and the few letters that it finds in a logo."""
    height, width, sure = int(row["height"]), int(row["width"]), float(row["conf"]) / 100
    if height > 3 * usual_height and height > 1.5 * width and sure < 0.7:
        return False
    if height > 2.5 * usual_height and len(row["text"]) <= 3 and sure < 0.5:
        return False
    return sure >= _NOISE or any(char.isalnum() for char in row["text"])


def _sheet(
    rows: Sequence[Mapping[str, str]], old: Sheet, image: _Image, scale: float, turn: int
) -> Sheet:
    parts: list[str] = []
    words: list[Word] = []
    length = 0
    for line in _lines(rows):
        base, size = _measure(line, scale)
        for at, row in enumerate(line):
            if parts:
                parts.append("\n" if at == 0 else " ")
                length += 1
            text = row["text"].strip()
            words.append(_word(row, text, length, scale, base, size))
            parts.append(text)
            length += len(text)
        _take_hyphen(words[-1])
    raw = "".join(parts)
    sure = [word.confidence for word in words if word.confidence is not None]
    mean = sum(sure) / len(sure) if sure else None
    reason = (
        f"reconnue par Tesseract, confiance moyenne {mean:.0%}".replace("%", " %")
        if mean is not None
        else "reconnue par Tesseract : aucun mot"
    )
    return Sheet(
        number=old.number,
        raw=raw,
        words=words,
        width=image.width / scale,
        height=image.height / scale,
        rotation=old.rotation,
        turn=turn,
        images=old.images,
        engine="tesseract",
        status="ocr",
        reason=reason,
        confidence=round(mean, 3) if mean is not None else 0.0,
    )


def _lines(rows: Sequence[Mapping[str, str]]) -> Iterable[list[Mapping[str, str]]]:
    line: list[Mapping[str, str]] = []
    last = None
    for row in rows:
        key = row["block_num"], row["par_num"], row["line_num"]
        if line and key != last:
            yield line
            line = []
        line.append(row)
        last = key
    if line:
        yield line


def _measure(line: Sequence[Mapping[str, str]], scale: float) -> tuple[float, float]:
    """A line's baseline and type size, in points, from the words whose letters show them."""
    bottoms = [_bottom(row) for row in line if not _DESCENDERS.search(row["text"])]
    base = median(bottoms or [_bottom(row) for row in line]) / scale
    tall = [base - int(row["top"]) / scale for row in line if _TALL.search(row["text"])] or [
        1.4 * (base - int(row["top"]) / scale) for row in line
    ]
    # A capital is about seven tenths of the type size high.
    return base, max(4.0, round(median(tall) / 0.7))


def _bottom(row: Mapping[str, str]) -> int:
    return int(row["top"]) + int(row["height"])


def _word(
    row: Mapping[str, str], text: str, start: int, scale: float, base: float, size: float
) -> Word:
    left, top = int(row["left"]) / scale, int(row["top"]) / scale
    return Word(
        start,
        start + len(text),
        text,
        left,
        top,
        left + int(row["width"]) / scale,
        top + int(row["height"]) / scale,
        base,
        size,
        confidence=round(float(row["conf"]) / 100, 3),
    )


def _take_hyphen(word: Word) -> None:
    if len(word.text) > 1 and word.text[-1] in "-\xad" and word.text[-2].isalnum():
        word.broken = True
        word.end -= 1
        word.text = word.text[:-1]


def _missing(source: Source) -> Problem:
    return Problem(
        code="ocr-absent",
        message=f"{source.name} : la reconnaissance de caractères est demandée, mais Tesseract"
        " n'est pas installé avec le français.",
        remedy="Installez « tesseract-ocr » et « tesseract-ocr-fra », puis relancez.",
        severity="warning",
        path=str(source.path),
    )


def _failed(source: Source, number: int, why: str) -> Problem:
    return Problem(
        code="ocr-echec",
        message=f"{source.name}, page {number} : la reconnaissance a échoué ({why}).",
        remedy="Relancez sur cette page seule, ou demandez le fichier d'origine.",
        severity="warning",
        path=str(source.path),
        page=number,
    )


def _why(error: Exception) -> str:
    if isinstance(error, subprocess.TimeoutExpired):
        return f"plus de {error.timeout:.0f} secondes"
    if isinstance(error, subprocess.CalledProcessError):
        return f"Tesseract s'est arrêté avec le code {error.returncode}"
    return str(error) or type(error).__name__
