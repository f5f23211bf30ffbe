"""Makes the demonstration corpus' Word, LibreOffice and PDF files from `data/demonstration`.

`python tests/demonstration.py DIR` writes them; `corpus/` holds what it wrote. The sources are
plain paragraphs; a line may open with a mark: `#titre`, `#h1`, `#h2`, `#gras`, `#droite`,
`#centre`, `#num`, `#note N`, and `#entete` or `#piedpage` for what runs on every page. `[1]` calls
a footnote.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdfium2
from docx.enum.text import WD_ALIGN_PARAGRAPH
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

SOURCES = Path(__file__).parent / "data" / "demonstration"
_MARK = re.compile(r"#(\w+)\s?(.*)")
_CALL = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Line:
    """One source paragraph: its mark (empty for plain text) and its words."""

    mark: str
    text: str


def parse(source: Path) -> list[Line]:
    """The marked paragraphs of one source file, blank lines left out."""
    lines = []
    for raw in source.read_text(encoding="utf-8").splitlines():
        if raw.strip():
            match = _MARK.match(raw)
            lines.append(Line(match[1], match[2]) if match else Line("", raw))
    return lines


def make_docx(lines: list[Line]) -> bytes:
    """A Word file with styles, alignment, real bullet lists and real automatic numbers."""
    document = docx.Document()
    document.core_properties.author = ""
    for line in lines:
        if line.mark in ("h1", "h2"):
            document.add_heading(line.text, level=int(line.mark[1]))
        elif line.mark == "num":
            document.add_paragraph(line.text.split(" ", 1)[1], style="List Number")
        elif line.text.startswith("- "):
            document.add_paragraph(line.text[2:], style="List Bullet")
        else:
            paragraph = document.add_paragraph()
            paragraph.add_run(line.text).bold = line.mark in ("titre", "gras")
            if line.mark == "droite":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            elif line.mark in ("titre", "centre"):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


class PdfPages:
    """Lays paragraphs on A4 pages with running lines, page numbers and footnotes at the bottom."""

    left, right, top, bottom, size = 71.0, 524.0, 765.0, 80.0, 11.0

    def __init__(self, lines: list[Line]) -> None:
        self.lines = [line for line in lines if line.mark not in ("note", "entete", "piedpage")]
        self.notes = dict(line.text.split(" ", 1) for line in lines if line.mark == "note")
        running = ("entete", "piedpage")
        self.running = {line.mark: line.text for line in lines if line.mark in running}
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, invariant=True)
        self.number, self.y, self.pending = 1, self.top, list[str]()

    def make(self) -> bytes:
        """The finished PDF."""
        for line in self.lines:
            self._paragraph(line)
        self._close_page()
        self.canvas.save()
        return self.buffer.getvalue()

    def _paragraph(self, line: Line) -> None:
        bold = line.mark in ("titre", "gras", "h1", "h2")
        font = "Times-Bold" if bold else "Times-Roman"
        size = {"titre": 13.0, "h1": 12.5, "h2": 11.5}.get(line.mark, self.size)
        indent = 18.0 if line.text.startswith("- ") else 0.0
        for words in self._wrap(line.text, font, size, self.right - self.left - indent):
            self.pending += _CALL.findall(words)
            if self.y < self.bottom + 26 * len(self.pending):
                self._close_page()
                self.canvas.showPage()
                self.number, self.y = self.number + 1, self.top
            x = self.left + indent
            width = pdfmetrics.stringWidth(_CALL.sub("", words), font, size)
            x = self.right - width if line.mark == "droite" else x
            self._draw(x, words, font, size)
            self.y -= size * 1.3
        self.y -= 7

    @staticmethod
    def _wrap(text: str, font: str, size: float, width: float) -> list[str]:
        lines, current = [], ""
        for word in text.split(" "):
            longer = f"{current} {word}".strip()
            if pdfmetrics.stringWidth(_CALL.sub("", longer), font, size) > width:
                lines.append(current)
                current = word
            else:
                current = longer
        return [*lines, current]

    def _draw(self, x: float, words: str, font: str, size: float) -> None:
        for index, piece in enumerate(_CALL.split(words)):
            raised = index % 2
            scale = size * 0.6 if raised else size
            text = self.canvas.beginText(x, self.y)
            text.setFont(font, scale)
            text.setRise(size * 0.4 if raised else 0)
            text.textOut(piece)
            self.canvas.drawText(text)
            x += pdfmetrics.stringWidth(piece, font, scale)

    def _close_page(self) -> None:
        y = self.bottom - 10 + 24 * len(self.pending)
        for label in self.pending:
            self.canvas.setFont("Times-Roman", 9)
            for words in self._wrap(f"{label} {self.notes[label]}", "Times-Roman", 9, 450):
                self.canvas.drawString(self.left, y, words)
                y -= 11
        self.pending = []
        self.canvas.setFont("Times-Italic", 9)
        self.canvas.drawString(self.left, 800, self.running.get("entete", ""))
        self.canvas.drawString(self.left, 40, self.running.get("piedpage", ""))
        self.canvas.drawRightString(self.right, 40, str(self.number))


def scan(pdf: bytes) -> bytes:
    """The same pages as a slightly turned, grainy picture without any text layer."""
    dice = random.Random(118)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=150 / 72).to_pil().convert("L")
        image = image.rotate(0.4, fillcolor=250, resample=Image.Resampling.BICUBIC)
        grain = Image.effect_noise(image.size, 18)
        image = Image.blend(image, grain, 0.06).filter(ImageFilter.GaussianBlur(0.5))
        slant = (1, dice.uniform(0, 0.002), 0, 0, 1, 0)
        image = image.transform(image.size, Image.Transform.AFFINE, slant)
        packed = io.BytesIO()
        image.save(packed, "JPEG", quality=55)
        packed.seek(0)
        canvas.drawImage(ImageReader(packed), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def make_odt(lines: list[Line]) -> bytes:
    """The Word file turned into an OpenDocument text by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "source.docx"
        path.write_bytes(make_docx(lines))
        profile = (Path(folder) / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", "odt", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True)
        return path.with_suffix(".odt").read_bytes()


def main(target: Path) -> None:
    """Write every file of the demonstration that is not plain text into `target`."""
    for source in sorted(SOURCES.glob("*.txt")):
        lines, name = parse(source), source.stem
        if name.endswith(".docx"):
            content = make_docx(lines)
        elif name.endswith(".odt"):
            if shutil.which("soffice") is None:
                print(f"{name}: LibreOffice is needed", file=sys.stderr)
                continue
            content = make_odt(lines)
        else:
            content = PdfPages(lines).make()
            content = scan(content) if "-scan" in name else content
        (target / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
