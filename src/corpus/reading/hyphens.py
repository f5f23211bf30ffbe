"""Line-end hyphens: a word broken by the typesetter is joined, a compound keeps its hyphen.

The rest of the document decides first: which of the two forms does it write inside its lines?
Then the parts themselves (`sous-`, `-même`), from `data/hyphens.txt`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from corpus.reading.layout import Line

_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.I)


@dataclass(slots=True)
class Vocabulary:
    """The words that a document writes within its lines, hyphenated ones included, and the words
    on both sides of its line-end hyphens."""

    words: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    breaks: list[tuple[str, str]] = field(default_factory=list)
    _hyphenates: bool | None = None

    def add(self, lines: Iterable[Line]) -> None:
        """Counts the words of `lines`, except the halves on both sides of a broken line end."""
        before = ""
        whole: list[str] = []
        for line in lines:
            words = line.words
            self.lines += 1
            if before:
                self.breaks.append((before, words[0].text))
                whole += [word.text for word in words[1:] if not word.broken]
            else:
                whole += [word.text for word in words if not word.broken]
            before = words[-1].text if words[-1].broken else ""
        self.words.update(map(_bare, whole))

    def keeps_hyphen(self, left: str, right: str) -> bool:
        """True when `left-` at a line's end and `right` at the next one's start are a compound."""
        left, right = _bare_left(left), _bare_right(right)
        if not left or not right or left[-1].isdigit() or right[0].isdigit():
            return True
        if right[0].isupper() and not left.isupper():
            return True
        left, right = left.lower(), right.lower()
        attested = self._attested(left, right)
        if attested is not None:
            return attested
        first, last, ambiguous = _parts()
        head, tail = left.rsplit("-", 1)[-1], right.split("-", 1)[0]
        if head in first or tail in last or "-" in left:
            return True
        if head not in ambiguous and len(head) > 3 and self.words[head] and self.words[tail]:
            return True
        return not self.hyphenates()

    def hyphenates(self) -> bool:
        """True unless the document shows no broken word: then it was set without hyphenation, and
        the few hyphens at its line ends are its words' own."""
        if self._hyphenates is None:
            known = [
                self._attested(_bare_left(left).lower(), _bare_right(right).lower())
                for left, right in self.breaks
            ]
            if False in known:
                self._hyphenates = True
            else:
                open_ones = known.count(None)
                few = known.count(True) >= 2 or open_ones <= 0.01 * self.lines
                self._hyphenates = self.lines < 60 or not few
        return self._hyphenates

    def is_torn(self, left: str, right: str) -> bool:
        """True when a narrow cell broke one word over two lines without a hyphen (`Rubriqu` `e`):
        the document writes the whole elsewhere and the first part nowhere else."""
        left, right = _bare(left), _bare(right)
        if not left.isalpha() or not right.isalpha() or self.words[left] > 3:
            return False
        joined = left + right
        whole = max(self.words[joined], self.words[_other_number(joined)])
        return whole > self.words[left] or (whole > 0 and not self.words[left])

    def _attested(self, left: str, right: str) -> bool | None:
        joined, compound = left + right, f"{left}-{right}"
        as_one = max(self.words[joined], self.words[_other_number(joined)])
        as_two = max(self.words[compound], self.words[_other_number(compound)])
        if as_one == as_two == 0:
            return None
        return as_two >= as_one


@lru_cache(maxsize=50_000)
def _bare(text: str) -> str:
    return _ELISION.sub("", _EDGES.sub("", text)).lower()


def _bare_left(text: str) -> str:
    return _ELISION.sub("", re.sub(r"^[^\w]+", "", text))


def _bare_right(text: str) -> str:
    return re.sub(r"[^\w]+$", "", re.split(r"['’/(]", text)[0])


def _other_number(word: str) -> str:
    return word[:-1] if word.endswith("s") else word + "s"


@cache
def _parts() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    text = files("corpus.reading").joinpath("data/hyphens.txt").read_text(encoding="utf-8")
    entries = [line.strip() for line in text.splitlines() if line and not line.startswith("#")]
    return (
        frozenset(entry[:-1] for entry in entries if entry.endswith("-")),
        frozenset(entry[1:] for entry in entries if entry.startswith("-")),
        frozenset(entry[:-1] for entry in entries if entry.endswith("+")),
    )
