"""Aligning two stretches of words: where they say the same, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

# What a changed, added or missing word costs against a word kept: a stretch with three words in
# ten changed still grows, one with every second word changed does not.
COST = 1.25

# Where a run of equal words starts on either side, and how long it is.
Block = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Word ranges of both sides (half open), how many words are kept, and the blocks that are.

    `before` and `after` are the neighbouring blocks that did not pay for their gap.
    """

    first_from: int
    first_to: int
    second_from: int
    second_to: int
    kept: int
    blocks: tuple[Block, ...]
    before: Block | None = None
    after: Block | None = None

    @property
    def similarity(self) -> float:
        """Kept words over the longer side."""
        longer = max(self.first_to - self.first_from, self.second_to - self.second_from)
        return self.kept / longer if longer else 0.0

    def cut(self, first_from: int, first_to: int) -> Alignment | None:
        """The same alignment within `first_from:first_to` of the first side."""
        blocks = []
        for a, b, size in self.blocks:
            start, end = max(a, first_from), min(a + size, first_to)
            if start < end:
                blocks.append((start, b + start - a, end - start))
        if not blocks:
            return None
        (a, b, _), (c, d, size) = blocks[0], blocks[-1]
        kept = sum(size for _, _, size in blocks)
        return Alignment(a, c + size, b, d + size, kept, tuple(blocks))

    def extended(self, block: Block) -> Alignment:
        """The same alignment with one of its neighbouring blocks taken in."""
        blocks = tuple(sorted((*self.blocks, block)))
        (a, b, _), (c, d, size) = blocks[0], blocks[-1]
        return Alignment(a, c + size, b, d + size, self.kept + block[2], blocks)

    def shifted(self, first: int, second: int) -> Alignment:
        """The same alignment with both sides counted from elsewhere."""
        return Alignment(
            self.first_from + first,
            self.first_to + first,
            self.second_from + second,
            self.second_to + second,
            self.kept,
            tuple((a + first, b + second, size) for a, b, size in self.blocks),
            *(
                (near[0] + first, near[1] + second, near[2]) if near else None
                for near in (self.before, self.after)
            ),
        )

    def differences(self) -> tuple[tuple[range, range], ...]:
        """The ranges of words that differ, there and here, in order."""
        found = []
        for (a, b, size), (c, d, _) in pairwise(self.blocks):
            if a + size < c or b + size < d:
                found.append((range(a + size, c), range(b + size, d)))
        return tuple(found)


def align(first: Sequence[int], second: Sequence[int]) -> Alignment | None:
    """The best common stretch of two word sequences, or None when nothing is worth keeping.

    The longest common subsequence gives the kept words; the stretch with the highest score (one a
    kept word, minus `COST` a word that differs) is cut out of it.
    """
    blocks = [
        (block.a, block.b, block.size)
        for block in LCSseq.editops(first, second).as_matching_blocks()
        if block.size
    ]
    start, end = _best_run(blocks)
    if start == end:
        return None
    best = blocks[start:end]
    a, b, _ = best[0]
    last = best[-1]
    return Alignment(
        a,
        last[0] + last[2],
        b,
        last[1] + last[2],
        sum(size for _, _, size in best),
        tuple(best),
        blocks[start - 1] if start else None,
        blocks[end] if end < len(blocks) else None,
    )


def _best_run(blocks: list[Block]) -> tuple[int, int]:
    score, start, best, best_range = 0.0, 0, 0.0, (0, 0)
    end_first = end_second = 0
    for index, (a, b, size) in enumerate(blocks):
        penalty = COST * max(a - end_first, b - end_second)
        if score <= penalty:
            score, start = 0.0, index
        else:
            score -= penalty
        score += size
        if score > best:
            best, best_range = score, (start, index + 1)
        end_first, end_second = a + size, b + size
    return best_range
