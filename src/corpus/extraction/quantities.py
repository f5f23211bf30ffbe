"""Quantities: figures with what they count (`soixante-dix-sept Caf`, `37 millions d'euros`).

A number that numbers, dates or identifies (`article 3`, `le 5 mars`, `n° 12`) is no quantity. What
is counted is a unit, the mention that follows, or the one word that follows.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.french.fold import fold, fold_word
from corpus.french.numbers import is_number_word, parse_number
from corpus.french.tokens import Tokens, tokenize
from corpus.model import Document, Mention, Quantity, Reference, Span, Structure
from corpus.rules import Ruleset

# A number of more words than this is a table's row, not a number.
_LONGEST = 8
# `M€`, `m²`, `%`: what a short unit looks like, whole.
_SYMBOL = re.compile(r"[^\W\d_]{0,3}[€%‰²³2]?(?!\w)")


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str
    rule: str
    factor: float
    # Words before the number that make it something else: « à dix heures » is a time of day.
    not_after: tuple[str, ...] = ()


class QuantityFinder:
    """Finds the quantities of a document with the units of a rule set (family `quantites`)."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.units: dict[tuple[str, ...], _Unit] = {}
        self.nameless: set[str] = set()
        self.uncounted: set[str] = set()
        self.ranges: set[str] = set()
        self.shares: set[str] = set()
        for file, item in ruleset.family("quantites"):
            header = file.header
            self.nameless |= _folded(header.get("sans_objet", ()))
            self.uncounted |= _folded(header.get("jamais_comptes", ()))
            self.ranges |= _folded(header.get("intervalles", ()))
            self.shares |= _folded(header.get("repartitions", ()))
            unit = _Unit(
                str(item.data["nom"]),
                item.id,
                float(item.data.get("multiplie", 1)),
                tuple(fold(words) for words in item.texts("sauf_apres")),
            )
            for form in item.texts("formes"):
                self.units[_key(form)] = unit
        self.longest_unit = max((len(key) for key in self.units), default=0)

    def find(
        self,
        document: Document,
        structure: Structure,
        tokens: Tokens,
        mentions: Sequence[Mention] = (),
        references: Sequence[Reference] = (),
    ) -> tuple[Quantity, ...]:
        """The quantities of `document`, in order of position, none inside a citation."""
        apart = [Span(reference.start, reference.end) for reference in references]
        for call in structure.calls:
            apart += [call.call, Span(call.note.start, call.note.start + len(call.label))]
        search = _Search(self, document.text, tokens, mentions, apart)
        return tuple(search.quantities())


def _folded(words: Iterable[object]) -> set[str]:
    return {fold_word(str(word)) for word in words}


def _key(form: str) -> tuple[str, ...]:
    # `m` is a metre and `M` a million: short symbols keep their case.
    return (form,) if len(form) <= 3 else tuple(tokenize(form).words)


class _Search:
    """One pass over one document's tokens."""

    def __init__(
        self,
        finder: QuantityFinder,
        text: str,
        tokens: Tokens,
        mentions: Sequence[Mention],
        apart: Sequence[Span],
    ) -> None:
        self.finder, self.text, self.tokens = finder, text, tokens
        self.mentions = {mention.start: mention for mention in mentions}
        self.apart = sorted((span.start, span.end) for span in apart)

    def quantities(self) -> Iterable[Quantity]:
        """Every quantity; each number is looked at once."""
        words, done = self.tokens.words, 0
        numbers = [
            i for i, word in enumerate(words) if word[:1].isdecimal() or is_number_word(word)
        ]
        for index in numbers:
            if index < done:
                continue
            quantity, done = self._quantity(index, self._number_end(index))
            if quantity is not None:
                yield quantity

    def _number_end(self, index: int) -> int:
        """The end of the longest run of tokens from `index` that is one number."""
        words = self.tokens.words
        limit = index + 1
        while limit < min(len(words), index + _LONGEST) and (
            is_number_word(words[limit])
            or words[limit] == "et"
            or (len(words[limit]) == 3 and words[limit].isdecimal())
        ):
            limit += 1
        if limit == index + 1 and words[index].isdecimal():
            return limit
        for stop in range(limit, index, -1):
            if words[stop - 1] != "et" and self._value(index, stop) is not None:
                return stop
        return index

    def _value(self, start: int, stop: int) -> float | None:
        if stop == start + 1 and self.tokens.words[start].isdecimal():
            return float(self.tokens.words[start])
        return parse_number(self.text[self.tokens.starts[start] : self.tokens.ends[stop - 1]])

    def _quantity(self, start: int, stop: int) -> tuple[Quantity | None, int]:
        """The quantity whose number stands at `start:stop`, and where to go on."""
        value = self._value(start, stop) if stop > start else None
        if value is None or self._identifies(start, stop):
            return None, max(stop, start + 1)
        value_to, after = self._range_end(stop)
        if value_to is not None:
            value *= self._shared_multiplier(stop, after)
        found = self._counted(after, start)
        if found is None:
            return None, after
        end, unit, counted, rule, factor, after = found
        begin = self.tokens.starts[start]
        return (
            Quantity(
                start=begin,
                end=end,
                text=self.text[begin:end],
                value=value * factor,
                unit=unit,
                counted=counted,
                rule=rule,
                value_to=value_to * factor if value_to is not None else None,
            ),
            after,
        )

    def _identifies(self, start: int, stop: int) -> bool:
        """True for a number inside a citation, after a word that numbers, or glued to letters."""
        tokens, begin = self.tokens, self.tokens.starts[start]
        place = bisect_right(self.apart, (begin, len(self.text)))
        if place and self.apart[place - 1][1] > begin:
            return True
        if tokens.words[start] in ("un", "une", "zero") or self._is_year(start, stop):
            return True
        before = tokens.words[start - 1] if start else ""
        if before in self.finder.nameless or (before in ("°", "º") and start > 1):
            return True
        glued = self.text[begin - 1 : begin]
        following = self.text[tokens.ends[stop - 1] : tokens.ends[stop - 1] + 1]
        return glued in ("-", "/", ".", "°") or following in ("/", "°") or glued.isalpha()

    def _is_year(self, start: int, stop: int) -> bool:
        word = self.tokens.words[start]
        return stop == start + 1 and word.isdigit() and 1900 <= int(word) < 2100

    def _range_end(self, stop: int) -> tuple[float | None, int]:
        """The second number of `15 à 24 millions`, when there is one."""
        words = self.tokens.words
        if stop + 1 >= len(words) or words[stop] not in self.finder.ranges:
            return None, stop
        if not (words[stop + 1][0].isdigit() or is_number_word(words[stop + 1])):
            return None, stop
        end = self._number_end(stop + 1)
        return (self._value(stop + 1, end), end) if end > stop + 1 else (None, stop)

    def _shared_multiplier(self, stop: int, after: int) -> float:
        """The `millions` of `15 à 24 millions`, which both ends share."""
        first, last = self.tokens.words[stop - 1], self.tokens.words[after - 1]
        shared = parse_number(last) if last.isalpha() and not first.isalpha() else None
        return shared if shared is not None and shared >= 1000 else 1.0

    def _counted(
        self, index: int, start: int
    ) -> tuple[int, str | None, str | None, str, float, int] | None:
        """What stands after the number: end, unit, what is counted, rule, factor, next token."""
        words, tokens = self.tokens.words, self.tokens
        if index < len(words) and words[index] in ("de", "d'"):
            index += 1  # « 37 millions d'euros », « 2 millions de familles »
        if index >= len(words) or self._new_paragraph(index):
            return None
        unit, end = self._unit(index)
        if unit is not None:
            if self._follows(start, unit.not_after):
                return None
            share = self._share(end)
            return tokens.ends[share - 1], unit.name, None, unit.rule, unit.factor, share
        mention = self.mentions.get(tokens.starts[index])
        if mention is not None:
            after = bisect_right(tokens.starts, mention.end - 1)
            return mention.end, None, mention.entity, "quantites/mention", 1.0, after
        word = words[index]
        if len(word) < 3 or not word.isalpha() or word in self.finder.uncounted:
            return None
        share = self._share(index + 1)
        return tokens.ends[share - 1], None, self._raw(index).lower(), "quantites/nom", 1.0, share

    def _unit(self, index: int) -> tuple[_Unit | None, int]:
        """The longest unit that begins at `index`, and the token after it."""
        words = self.tokens.words
        for size in range(min(self.finder.longest_unit, len(words) - index), 0, -1):
            unit = self.finder.units.get(tuple(words[index : index + size]))
            if unit is not None and (size > 1 or len(words[index]) > 3):
                return unit, index + size
        symbol = _SYMBOL.match(self.text, self.tokens.starts[index])
        if symbol is None:
            return None, index
        after = bisect_left(self.tokens.starts, symbol.end())
        return self.finder.units.get((symbol.group(),)), after

    def _new_paragraph(self, index: int) -> bool:
        """True when the word begins a paragraph, or a line with a capital: a list, a signature."""
        gap = self.text[self.tokens.ends[index - 1] : self.tokens.starts[index]]
        return gap.count("\n") > 1 or ("\n" in gap and self._raw(index)[0].isupper())

    def _follows(self, start: int, phrases: tuple[str, ...]) -> bool:
        before = " ".join(self.tokens.words[max(0, start - 3) : start])
        return any(before == phrase or before.endswith(" " + phrase) for phrase in phrases)

    def _raw(self, index: int) -> str:
        return self.text[self.tokens.starts[index] : self.tokens.ends[index]]

    def _share(self, index: int) -> int:
        """Take `par personne` in, which says of what the figure is a share."""
        words = self.tokens.words
        if (
            index + 1 < len(words)
            and words[index] in self.finder.shares
            and len(words[index + 1]) > 1
            and words[index + 1].isalpha()
            and words[index + 1] not in self.finder.uncounted
        ):
            return index + 2
        return index
