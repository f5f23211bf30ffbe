"""Reading Word, OpenDocument and subtitle files, side by side with plain python-docx and webvtt-py.

    python benchmarks/reading_office.py [--differences]

Three parts:
- the traps of the tests (tracked changes, notes, boxes, controls, numbering, nested tables, hidden
  text…): is the text exactly what Word or Writer shows, and how many of its words are missing or
  too many, for this reader and for python-docx (paragraphs and cells in order, each merged cell
  once) or, for OpenDocument, LibreOffice's own text export where it is installed;
- subtitles as Teams, Zoom and players write them: which words go to which voice;
- the eleven interviews of `../shared/data/interviews`: words, label lines, pages, time a file.

Words are runs of letters and figures, counted as a bag: missing are those shown and not read, extra
those read and not shown. A list's label counts, since Word shows it.
"""

from __future__ import annotations

import argparse
import io
import re
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from corpus.reading import Source, read, read_source  # noqa: E402
from corpus.reading.doc import program  # noqa: E402
from make_files import Trap  # noqa: E402
from traps_docx import docx_traps  # noqa: E402
from traps_odt import odt_traps  # noqa: E402

INTERVIEWS = ROOT.parent / "shared" / "data" / "interviews"
LABEL = re.compile(r"^\[[^\]\n]+\]", re.M)
Voices = list[tuple[str | None, str]]

# What each subtitle shows: (case, file, voices and their words).
SUBTITLES: tuple[tuple[str, str, Voices], ...] = (
    (
        "deux voix dans une réplique",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anne>Du temps ?</v> <v Paul>Oui.</v>\n",
        [("Anne", "Du temps ?"), ("Paul", "Oui.")],
    ),
    (
        "entités",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anne>Oui &amp; non</v>\n",
        [("Anne", "Oui & non")],
    ),
    (
        "noms dans le texte (Zoom)",
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAnne Durand: Oui.\n\n"
        "2\n00:00:02.000 --> 00:00:03.000\nPaul Issartel: Non.\n",
        [("Anne Durand", "Anne Durand: Oui."), ("Paul Issartel", "Paul Issartel: Non.")],
    ),
    (
        "identifiants Teams, notes",
        "WEBVTT\n\nNOTE secret\n\n3fa85f64-5717-4562/1-0\n"
        "00:01.000 --> 00:02.000\n<v Anne>Oui.</v>\n",
        [("Anne", "Oui.")],
    ),
    (
        "sans en-tête",
        "00:00:01.000 --> 00:00:02.000\n<v Anne>Oui.</v>\n",
        [("Anne", "Oui.")],
    ),
    (
        "virgule des millièmes",
        "WEBVTT\n\n00:00:01,000 --> 00:00:02,000\n<v Anne>Oui.</v>\n",
        [("Anne", "Oui.")],
    ),
    (
        "marque d'ordre, fins de ligne",
        "\ufeffWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\n<v Anne>Oui.\r\n",
        [("Anne", "Oui.")],
    ),
    (
        "sans ligne vide",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anne>Oui.\n00:02.000 --> 00:03.000\n<v Paul>Non.\n",
        [("Anne", "Oui."), ("Paul", "Non.")],
    ),
)


def main() -> None:
    """Print the three parts."""
    options = argparse.ArgumentParser(description="Lecture de Word, OpenDocument et sous-titres")
    options.add_argument("--differences", action="store_true", help="montrer les textes différents")
    differences = options.parse_args().differences
    print_traps(differences)
    print_subtitles()
    print_interviews()


# ---------------------------------------------------------------- traps


def ours(trap: Trap) -> str:
    """What this reader gives."""
    return read_source(Source.from_bytes(trap.data, trap.name))[0].text


def plain_docx(trap: Trap) -> str:
    """What python-docx gives: paragraphs, and tables' cells in order, once each."""
    import docx
    from docx.table import Table

    def lines(holder: Any) -> Iterator[str]:
        for block in holder.iter_inner_content():
            if isinstance(block, Table):
                for row in block.rows:
                    seen = []
                    for cell in row.cells:
                        if cell._tc not in seen:
                            seen.append(cell._tc)
                            yield from lines(cell)
            else:
                yield block.text

    return "\n".join(lines(docx.Document(io.BytesIO(trap.data))))


def writer(trap: Trap) -> str:
    """What LibreOffice's own export to text gives."""
    office = program()
    if office is None:
        raise RuntimeError("LibreOffice n'est pas installé")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / trap.name
        path.write_bytes(trap.data)
        subprocess.run(
            [
                office,
                f"-env:UserInstallation={(Path(folder) / 'profil').as_uri()}",
                "--headless",
                "--convert-to",
                "txt:Text (encoded):UTF8",
                "--outdir",
                folder,
                str(path),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return path.with_suffix(".txt").read_text(encoding="utf-8-sig")


def print_traps(differences: bool) -> None:
    """The traps, one a line."""
    print(f"{'piège':22} {'mots':>5}   {'ici':^22}   {'autre outil':^32}")
    columns = f"{'perdus':>7} {'en trop':>7}"
    print(f"{'':22} {'':5}   {'exact':>6} {columns}   {columns}")
    totals: Counter[str] = Counter()
    for trap in (*docx_traps(), *odt_traps()):
        expected = words(trap.text)
        text = ours(trap)
        other = plain_docx if trap.name.endswith(".docx") else writer
        lost, extra = compare(expected, words(text))
        theirs = attempt(other, trap)
        theirs_lost, theirs_extra = compare(expected, words(theirs or ""))
        exact = text == trap.text
        suffix = Path(trap.name).suffix
        totals.update(
            {
                f"{suffix} mots": expected.total(),
                f"{suffix} perdus": lost,
                f"{suffix} en trop": extra,
                f"{suffix} autre perdus": theirs_lost,
                f"{suffix} autre en trop": theirs_extra,
            }
        )
        shown = f"{theirs_lost:7} {theirs_extra:7}" if theirs is not None else "  échec"
        answer = "oui" if exact else "NON"
        print(
            f"{trap.name:22} {expected.total():5}   {answer:>6} {lost:7} {extra:7}"
            f"   {shown}   {other.__name__}"
        )
        if differences and not exact:
            print(f"    attendu : {trap.text!r}\n    lu      : {text!r}")
    print("  ".join(f"{name} {count}" for name, count in totals.items()), end="\n\n")


def attempt(read_with: Callable[[Trap], str], trap: Trap) -> str | None:
    """What another tool gives, or None when it fails."""
    try:
        return read_with(trap)
    except Exception as error:
        print(f"    {read_with.__name__} : {type(error).__name__} {str(error)[:80]}")
        return None


def words(text: str) -> Counter[str]:
    """The words of a text, counted."""
    plain = unicodedata.normalize("NFC", text.replace("\u2011", "-").replace("\xad", ""))
    return Counter(re.findall(r"\w+", plain))


def compare(expected: Counter[str], found: Counter[str]) -> tuple[int, int]:
    """How many expected words are missing, and how many found ones were not expected."""
    return (expected - found).total(), (found - expected).total()


# ---------------------------------------------------------------- subtitles


def our_voices(content: str) -> Voices:
    """Each cue's voice and words, read here."""
    document = read_source(Source.from_bytes(content.encode(), "visio.vtt"))[0]
    return [
        (block.attributes.get("speaker"), document.text[block.start : block.end])
        for block in document.blocks
    ]


def webvtt_voices(content: str) -> Voices:
    """Each cue's voice and words, by webvtt-py."""
    import webvtt

    return [(caption.voice, caption.text) for caption in webvtt.from_buffer(io.StringIO(content))]


def print_subtitles() -> None:
    """The subtitle cases, one a line."""
    print(f"{'sous-titres':32} {'ici':>6} {'webvtt-py':>10}")
    for case, content, expected in SUBTITLES:
        mine = "juste" if our_voices(content) == expected else "FAUX"
        try:
            theirs = "juste" if webvtt_voices(content) == expected else "faux"
        except Exception as error:
            theirs = type(error).__name__
        print(f"{case:32} {mine:>6} {theirs:>10}")
    print()


# ---------------------------------------------------------------- real interviews


def print_interviews() -> None:
    """The eleven interviews, one a line."""
    files = sorted(INTERVIEWS.glob("*.docx"))
    if not files:
        print("entretiens : ../shared est absent")
        return
    print(
        f"{'entretien':46} {'mots':>6} {'perdus':>7} {'en trop':>7} {'labels':>7} {'pages':>6}"
        f" {'ms':>6} {'ms docx':>8}"
    )
    times, theirs_times = [], []
    for path in files:
        begun = time.perf_counter()
        document = read(path)
        middle = time.perf_counter()
        plain = plain_docx(Trap(path.name, path.read_bytes(), ""))
        ended = time.perf_counter()
        lost, extra = compare(words(plain), words(document.text))
        labels = len(LABEL.findall(document.text)), len(LABEL.findall(plain))
        times.append((middle - begun) * 1000)
        theirs_times.append((ended - middle) * 1000)
        print(
            f"{path.name:46} {words(plain).total():6} {lost:7} {extra:7}"
            f" {labels[0]:3}/{labels[1]:<3} {len(document.pages):6} {times[-1]:6.0f}"
            f" {theirs_times[-1]:8.0f}"
        )
    print(
        f"médiane : {statistics.median(times):.0f} ms ici,"
        f" {statistics.median(theirs_times):.0f} ms python-docx"
    )


if __name__ == "__main__":
    main()
