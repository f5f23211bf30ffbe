"""Reading PDF files, measured on real orders, side by side with plain pdfplumber.

    python benchmarks/reading_pdf.py [--ocr] [--differences]

Takes the nine orders of `../shared/data/arretes-pdf` and prints, for this reader and for
`pdfplumber.extract_text` in the same run: page status against the truth, words against the
reference reading, page numbers left in the text, lines lost, time a page and peak memory.

How words are compared. The reference is another engine's reading in Markdown, good but not perfect
(it writes `I'` for `l'`, and formulas in LaTeX). Both sides are made bare: markup, table rules,
images and LaTeX commands taken away, letters folded to lower case without accents, thousands
written together; then words and numbers are counted as two bags. Recall is the share of the
reference's words that were read, precision the share of the words read that the reference has.
"""

from __future__ import annotations

import argparse
import html
import re
import statistics
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pdfplumber

from corpus.model import Document
from corpus.reading import read, restore
from corpus.structure import analyse

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "arretes-pdf"
LONGEST = "0003013459-2021-09-24_AP.pdf"

# The truth about every page, seen with the eye: (first page, last page, status, printed label).
# `{page}` stands for the page's number. A scan has no label until it is recognised.
TRUTH: dict[str, list[tuple[int, int, str, str | None]]] = {
    LONGEST: [(1, 58, "native", "{page}")],
    "0003013459-2023-02-22_APC.pdf": [(1, 6, "needs-ocr", None)],
    "0005302394-2009-12-18_AP.pdf": [(1, 2, "needs-ocr", None)],
    "0005302394-2012-04-03_AP.pdf": [(1, 4, "needs-ocr", None)],
    "0005800425-2025-02-24_APC.pdf": [(1, 6, "needs-ocr", None)],
    "0005801105-2013-06-06_AP.pdf": [(1, 4, "needs-ocr", None)],
    "arrete_nomination.pdf": [(1, 1, "native", None)],
    "arrete_ppr.pdf": [(1, 4, "needs-ocr", None)],
    "arrete_sentiers_randonnee.pdf": [(1, 4, "needs-ocr", None)],
}
NATIVE = (LONGEST, "arrete_nomination.pdf")


# ---------------------------------------------------------------- comparing words


def bare_words(text: str) -> list[str]:
    """The words and numbers of a text, folded, without markup of any kind."""
    text = html.unescape(text)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", " ", text)
    text = re.sub(r"</?[a-z][^>]*>", " ", text)
    text = re.sub(r"\$([^$]*)\$", lambda match: _without_latex(match.group(1)), text)
    text = re.sub(r"\[\^?(\d+)\]", r" \1 ", text)
    text = re.sub(r"\bI(?=['’])", "l", text)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", text)
    return re.findall(r"[a-z0-9]+", text.lower().replace("œ", "oe").replace("æ", "ae"))


def _without_latex(formula: str) -> str:
    formula = re.sub(r"\\(?:text|mathrm|mathbf|operatorname|boldsymbol|mathcal)\s*", "", formula)
    formula = re.sub(r"\\begin\{[^}]*\}|\\end\{[^}]*\}|\\hline|\\left|\\right|\\circ", " ", formula)
    formula = re.sub(r"\s*\{\s*\}\s*\^", "^", formula)
    formula = re.sub(r"\\[a-zA-Z]+", " ", formula).replace("\\%", "%")
    formula = re.sub(r"\s*([\^_])\s*\{?\s*", "", formula)
    return re.sub(r"[{}~\\&]", "", formula)


def recall_precision(reference: Iterable[str], found: Iterable[str]) -> tuple[float, float]:
    """Shares of two bags of words that the other has."""
    expected, given = Counter(reference), Counter(found)
    common = sum((expected & given).values())
    return common / max(1, expected.total()), common / max(1, given.total())


# ---------------------------------------------------------------- measures


def statuses(documents: dict[str, Document]) -> tuple[int, int, list[str]]:
    """Pages right, pages in all, and what is wrong, in words."""
    right = total = 0
    wrong = []
    for name, ranges in TRUTH.items():
        pages = {page.number: page for page in documents[name].pages}
        for first, last, status, label in ranges:
            for number in range(first, last + 1):
                page = pages.pop(number)
                expected = label.format(page=number) if label else label
                total += 1
                if (page.status, page.label) == (status, expected):
                    right += 1
                else:
                    wrong.append(f"{name} p. {number}: {page.status} {page.label}")
        wrong += [f"{name}: page {number} too many" for number in pages]
    return right, total, wrong


def lost_words(document: Document) -> list[str]:
    """Words of the raw pages that are neither in the canonical text nor in the furniture."""
    lost: list[str] = []
    for page, raw in zip(document.pages, restore(document), strict=True):
        kept = Counter(
            _letters(document.text[box.start : box.end])
            for box in document.boxes
            if box.page == page.number
        )
        aside = " ".join(one.text for one in document.furniture if one.page == page.number)
        have = Counter("".join(kept.elements())) + Counter(_letters(aside))
        missing = Counter(_letters(raw)) - have
        if missing:
            lost.append(f"p. {page.number}: {''.join(sorted(missing.elements()))[:60]}")
    return lost


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text)
    return "".join(c for c in folded if c.isalnum())


def numbers_left(text: str, numbers: Iterable[str]) -> int:
    """Lines of a text that are a page's printed number and nothing else."""
    wanted = set(numbers)
    return sum(line.strip() in wanted for line in text.splitlines())


def plumbed(path: Path) -> str:
    """What plain pdfplumber makes of a file."""
    parts = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            parts.append(page.extract_text() or "")
            page.close()
    return "\n".join(parts)


def best_time(action: Callable[[], object], repeats: int) -> float:
    """The median of a few runs, in seconds of processor time (the machine may be shared)."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return statistics.median(times)


def peak_memory(code: str, path: Path) -> float:
    """Peak memory, in MiB, of a fresh process that runs `code` on a file (Linux only). The kernel's
    own mark is read, because `ru_maxrss` would begin with what the parent held."""
    program = (
        f"import sys\npath = sys.argv[1]\n{code}\n"
        "status = open('/proc/self/status').read()\n"
        "print(int(status.split('VmHWM:')[1].split()[0]) / 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


_OURS = "from corpus.reading import read\nread(path)"
_THEIRS = (
    "import pdfplumber\nwith pdfplumber.open(path) as pdf:\n"
    "    for page in pdf.pages:\n        page.extract_text(); page.close()"
)


def without_tables(path: Path) -> Callable[[], object]:
    """Text and structure of a file, its ruled tables not looked for."""
    from corpus.reading import flow

    def run() -> object:
        kept, flow.tables_of = flow.tables_of, lambda sheet: []
        try:
            return analyse(read(path))
        finally:
            flow.tables_of = kept

    return run


# ---------------------------------------------------------------- report


def report_words(documents: dict[str, Document], others: dict[str, str], differences: bool) -> None:
    print(f"\n{'words on native pages':38}{'this reader':>24}{'pdfplumber':>24}")
    print(f"{'':38}{'recall':>12}{'precision':>12}{'recall':>12}{'precision':>12}")
    bags: list[list[str]] = [[], [], []]
    for name in NATIVE:
        reference = bare_words((DATA / "reference" / name.replace(".pdf", ".md")).read_text())
        ours, theirs = bare_words(documents[name].text), bare_words(others[name])
        for bag, words in zip(bags, (reference, ours, theirs), strict=True):
            bag.extend(words)
        print_pair(name, recall_precision(reference, ours), recall_precision(reference, theirs))
        if differences:
            show("   missing", Counter(reference) - Counter(ours))
            show("   too many", Counter(ours) - Counter(reference))
    print_pair("together", recall_precision(bags[0], bags[1]), recall_precision(bags[0], bags[2]))


def print_pair(name: str, first: tuple[float, float], second: tuple[float, float]) -> None:
    cells = "".join(f"{value:12.4f}" for value in (*first, *second))
    print(f"{name[:37]:38}{cells}")


def show(title: str, words: Counter[str]) -> None:
    listed = ", ".join(f"{word} {count}" for word, count in words.most_common(80))
    print(f"{title} ({words.total()}): {listed}")


def report_ocr(documents: dict[str, Document]) -> None:
    print(f"\n{'words on recognised pages':38}{'recall':>12}{'precision':>12}{'confidence':>12}")
    for name, ranges in TRUTH.items():
        if ranges[0][2] != "needs-ocr":
            continue
        start = time.perf_counter()
        document = read(DATA / name, ocr=True)
        seconds = (time.perf_counter() - start) / len(document.pages)
        reference = bare_words((DATA / "reference" / name.replace(".pdf", ".md")).read_text())
        recall, precision = recall_precision(reference, bare_words(document.text))
        sure = statistics.mean(page.confidence or 0 for page in document.pages)
        print(f"{name[:37]:38}{recall:12.4f}{precision:12.4f}{sure:12.3f}   {seconds:.1f} s a page")


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ocr", action="store_true", help="also recognise the scanned files")
    parser.add_argument("--differences", action="store_true", help="list the words that differ")
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"{DATA} is not there: this benchmark needs the material beside the checkout.")
    documents = {name: read(DATA / name) for name in TRUTH}
    others = {name: plumbed(DATA / name) for name in NATIVE}

    right, total, wrong = statuses(documents)
    print(f"page status and printed number right: {right} of {total} pages")
    for line in wrong:
        print("  ", line)
    report_words(documents, others, options.differences)
    print(f"\n{'':38}{'this reader':>24}{'pdfplumber':>24}")
    labels = [page.label for page in documents[LONGEST].pages if page.label]
    ours, theirs = documents[LONGEST].text, others[LONGEST]
    print(
        f"{'page numbers left in the text':38}{numbers_left(ours, labels):24}"
        f"{numbers_left(theirs, labels):24}"
    )
    lost = [f"{name} {line}" for name in NATIVE for line in lost_words(documents[name])]
    print(f"{'pages with a word lost':38}{len(lost):24}{'-':>24}")
    for line in lost:
        print("  ", line)
    report_cost()
    if options.ocr:
        report_ocr(documents)


def report_cost() -> None:
    path = DATA / LONGEST
    pages = len(read(path).pages)
    rows = (
        ("ms a page, text and structure", without_tables(path)),
        ("ms a page, with tables", lambda: analyse(read(path))),
    )
    theirs = best_time(lambda: plumbed(path), 1) / pages * 1000
    for title, action in rows:
        print(f"{title:38}{best_time(action, 5) / pages * 1000:24.1f}{theirs:24.1f}")
    print(
        f"{'peak memory of a process, MiB':38}{peak_memory(_OURS, path):24.0f}"
        f"{peak_memory(_THEIRS, path):24.0f}"
    )


if __name__ == "__main__":
    main()
