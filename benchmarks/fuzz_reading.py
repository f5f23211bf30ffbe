"""Damaged files of every format, read one after another: none may crash, hang or cost the others.

    python benchmarks/fuzz_reading.py [--count 2400] [--first 0] [--doc 6]

The files are the demonstration corpus and the traps of the tests, each damaged in ways that a seed
decides (`tests/mutations.py`). Each is read through `read_safely`, in a worker process with limits,
and must end as documents that keep every promise of reading, or as a named problem with a remedy.
A worker that dies or runs out of time, an error without a name of its own, a broken promise, or a
sound file that is no longer read afterwards counts as a failure and is printed with its seed.

`.doc` and RTF go through LibreOffice, which takes seconds a file: `--doc` says how many.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from corpus.errors import ReadingError  # noqa: E402
from corpus.reading import Limits, read_safely  # noqa: E402
from fuzz_seeds import office_seeds, seeds  # noqa: E402
from mutations import broken_promises, mutate  # noqa: E402

LIMITS = Limits(seconds=20.0, cpu_seconds=20, memory=1024 * 1024 * 1024)
# Codes that say that reading itself failed, and not the file.
FAILURES = frozenset({"lecture-en-echec", "lecteur-interrompu", "trop-long"})


def main() -> int:
    """Run the mutations and print what came of them."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--count", type=int, default=2400)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--doc", type=int, default=6)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return fuzz(Path(folder), given.count, given.first, given.doc)


def fuzz(folder: Path, count: int, first: int, doc: int) -> int:
    """Read `count` damaged files from seed `first` on; gives the exit status."""
    files = seeds()
    names = sorted(files)
    chosen = [(names[n % len(names)], first + n) for n in range(count)]
    office = office_seeds(folder) if doc else {}
    chosen += [(sorted(office)[n % len(office)], first + n) for n in range(doc if office else 0)]
    files |= office
    ends: dict[str, Counter[str]] = {}
    failures = 0
    slowest = (0.0, "")
    begun = time.perf_counter()
    for name, seed in chosen:
        started = time.perf_counter()
        end, fault = read_one(folder, name, mutate(files[name], seed))
        slowest = max(slowest, (time.perf_counter() - started, f"{name}, graine {seed}"))
        ends.setdefault(Path(name).suffix, Counter())[end] += 1
        if fault:
            failures += 1
            print(f"DÉFAUT {name}, graine {seed} : {fault}")
    for name in names:
        end, fault = read_one(folder, name, files[name])
        if end != "lu" or fault:
            failures += 1
            print(f"DÉFAUT {name}, intact : {end} {fault}")
    seconds = time.perf_counter() - begun
    print_ends(ends)
    print(f"\n{len(chosen)} fichiers abîmés en {seconds:.0f} s ; le plus lent {slowest[0]:.1f} s")
    print(f"({slowest[1]}) ; {len(names)} fichiers intacts relus ; {failures} défaut(s)")
    return 1 if failures else 0


def read_one(folder: Path, name: str, data: bytes) -> tuple[str, str]:
    """How reading ends (`lu` or the problem's code), and what is wrong with that, if anything."""
    path = folder / Path(name).name
    path.write_bytes(data)
    try:
        documents = read_safely(path, limits=LIMITS)
    except ReadingError as error:
        fault = str(error) if error.code in FAILURES or not error.remedy else ""
        return error.code, fault
    broken = sorted({promise for each in documents for promise in broken_promises(each)})
    return "lu", ", ".join(broken)


def print_ends(ends: dict[str, Counter[str]]) -> None:
    """How many files of each format were read, and under what name the others were refused."""
    print(f"\n{'format':8} {'fichiers':>8} {'lus':>6}  refusés")
    for suffix, counts in sorted(ends.items()):
        refused = ", ".join(f"{code} {n}" for code, n in counts.most_common() if code != "lu")
        print(f"{suffix:8} {counts.total():8} {counts['lu']:6}  {refused}")


if __name__ == "__main__":
    sys.exit(main())
