"""Matching a compiled trigger around its anchor token, to the left and to the right."""

from __future__ import annotations

from collections.abc import Callable

from corpus.extraction import statements_grammar as g
from corpus.extraction.statements_patterns import Element
from corpus.extraction.statements_sentence import View
from corpus.french.dates import match_date

GAP_LIMIT = 30
_SKIP_LIMIT = 8
_INSERTION = 40
# Adverbs may stand inside a trigger (`est notamment chargé de`), these words may not be skipped.
_FIXED = g.DET | g.PREP | g.REL | g.FINITE | g.INFINITIVE | g.SUBJECT

_LINKS = frozenset(("de", "d'", "a", "pour"))

Accept = Callable[[int, Element], bool]


def is_adverb(view: View, index: int) -> bool:
    """An adverb of the word list, or any long word in -ment that is nothing else."""
    tag = view.tags[index]
    if tag & (g.ADV | g.PAS):
        blocked = tag & (g.PREP | g.COORD | g.FINITE)
        return not blocked or view.words[index] in ("donc", "ainsi", "puis")
    return False


def take(view: View, index: int, end: int, element: Element, accept: Accept) -> int:
    """The index after what `element` takes at `index`; `index` itself when it takes nothing."""
    if element.special:
        return special_end(view, index, end, element.special)
    if view.words[index] in element.words and accept(index, element):
        return index + 1
    return index


def special_end(view: View, index: int, end: int, name: str) -> int:
    """The token after what `{nombre}`, `{date}`, `{infinitif}`, `{participe}` take at `index`."""
    if name == "nombre":
        return number_end(view, index, end)
    if name == "date":
        return _date(view, index, end)
    wanted = g.INFINITIVE if name == "infinitif" else g.PARTICIPLE
    return index + 1 if view.tags[index] & wanted else index


def number_end(view: View, index: int, end: int) -> int:
    """The token after a number in figures or words (five words at most)."""
    start = index
    while index < end and index - start < 5:
        word = view.words[index]
        if not (word[0].isdigit() or view.tags[index] & g.NUMBER or word in ("un", "une")):
            break
        index += 1
    return index


def _date(view: View, index: int, end: int) -> int:
    if not (view.words[index][0].isdigit() or view.tags[index] & (g.NUMBER | g.MONTH)):
        return index
    found = match_date(view.text, view.starts[index])
    if found is None:
        return index
    while index < end and view.ends[index] <= found.end:
        index += 1
    return index


def match_right(
    view: View,
    elements: tuple[Element, ...],
    step: int,
    index: int,
    end: int,
    accept: Accept,
    adverbs: bool = True,
) -> int:
    """Match `elements[step:]` from token `index` on; the index after the match, or -1."""
    while step < len(elements):
        element = elements[step]
        if element.gap:
            return _gap_right(view, elements, step, index, end, accept, adverbs)
        after = take(view, index, end, element, accept) if index < end else index
        if after > index:
            step, index = step + 1, after
        elif element.optional:
            step += 1
        elif adverbs and step > 0:
            skipped = skip_right(view, index, end)
            if skipped == index or not _takes(view, skipped, end, element, accept):
                return -1
            index = skipped
        else:
            return -1
    return index


def _takes(view: View, index: int, end: int, element: Element, accept: Accept) -> bool:
    return index < end and take(view, index, end, element, accept) > index


def _gap_right(
    view: View,
    elements: tuple[Element, ...],
    step: int,
    index: int,
    end: int,
    accept: Accept,
    adverbs: bool,
) -> int:
    for position in range(index, min(end, index + GAP_LIMIT)):
        if view.tags[position] & (g.SEMI | g.COLON):
            return -1
        found = match_right(view, elements, step + 1, position, end, accept, adverbs)
        if found >= 0 and position > index and _governs(view, elements, step, found, end):
            return found
    return -1


def _governs(view: View, elements: tuple[Element, ...], step: int, found: int, end: int) -> bool:
    """A trigger that ends `… de` after a gap ends at the `de` that an infinitive follows:
    `il appartient aux membres de l'instance de confier`."""
    last = elements[-1]
    if step + 2 != len(elements) or not last.words <= _LINKS:
        return True
    index = found
    while index < end and view.tags[index] & (g.CLITIC | g.NE | g.PAS | g.COMMA):
        index += 1
    return index < end and bool(view.tags[index] & (g.INFINITIVE | g.COLON))


def skip_right(view: View, index: int, end: int) -> int:
    """Past adverbs, or past a short insertion between two commas (`est, en outre, publié`)."""
    start = index
    index = adverbs_end(view, index, min(end, start + _SKIP_LIMIT))
    if index < end and view.tags[index] & g.COMMA:
        for position in range(index + 1, min(end, index + _INSERTION)):
            tag = view.tags[position]
            if tag & g.COMMA:
                return position + 1
            if tag & (g.SEMI | g.COLON):
                break
        return start
    return index


def adverbs_end(view: View, index: int, end: int) -> int:
    """Past adverbs and adverbial phrases (`en particulier`, `d'ores et déjà`)."""
    phrases = view.grammar.phrases
    while index < end:
        if view.words[index] in phrases:
            length = _phrase_length(view, index, phrases[view.words[index]])
            if length:
                index += length
                continue
        if not is_adverb(view, index):
            break
        index += 1
    return index


def adverbs_start(view: View, end: int) -> int:
    """Before the adverbs and adverbial phrases that end at `end` (`offrir au minimum`)."""
    while end > 1:
        length = _phrase_before(view, end - 1, 0)
        if not length and not is_adverb(view, end - 1):
            break
        end -= length or 1
    return end


def phrases_end(view: View, index: int, end: int) -> int:
    """Past adverbial phrases alone (`en aucun cas`)."""
    phrases = view.grammar.phrases
    while index < end and view.words[index] in phrases:
        length = _phrase_length(view, index, phrases[view.words[index]])
        if not length:
            break
        index += length
    return index


def _phrase_length(view: View, index: int, phrases: list[tuple[str, ...]]) -> int:
    for phrase in phrases:
        if tuple(view.words[index : index + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def match_left(
    view: View, elements: tuple[Element, ...], step: int, index: int, low: int, accept: Accept
) -> int:
    """Match `elements[step]` and those before it leftwards, `index` being the last token to take;
    the index of the first token taken, or -1."""
    while step >= 0:
        element = elements[step]
        if element.gap:
            return _gap_left(view, elements, step, index, low, accept)
        if element.special:
            first = _special_left(view, index, low, element.special)
            if first > index:
                return -1
            step, index = step - 1, first - 1
        elif index >= low and view.words[index] in element.words and accept(index, element):
            step, index = step - 1, index - 1
        elif element.optional:
            step -= 1
        else:
            skipped = _skip_left(view, index, low)
            if skipped == index or skipped < low:
                return -1
            if view.words[skipped] not in element.words or not accept(skipped, element):
                return -1
            index = skipped
    return index + 1


def _special_left(view: View, index: int, low: int, name: str) -> int:
    """The first token of a number, date or verb form that ends at `index`; past it when none."""
    for first in range(max(low, index - 4), index + 1):
        if special_end(view, first, index + 1, name) == index + 1:
            return first
    return index + 1


def _gap_left(
    view: View, elements: tuple[Element, ...], step: int, index: int, low: int, accept: Accept
) -> int:
    for position in range(index, max(low - 1, index - GAP_LIMIT), -1):
        if view.tags[position] & (g.SEMI | g.COLON):
            return -1
        found = match_left(view, elements, step - 1, position, low, accept)
        if found >= 0 and position < index:
            return found
    return -1


def _phrase_before(view: View, index: int, low: int) -> int:
    """The length of the adverbial phrase that ends at `index` (`sont en outre affichés`)."""
    phrases = view.grammar.phrases
    for first in range(max(low, index - 3), index):
        known = phrases.get(view.words[first])
        if known and tuple(view.words[first : index + 1]) in known:
            return index + 1 - first
    return 0


def _skip_left(view: View, index: int, low: int) -> int:
    start = index
    limit = max(low - 1, start - _SKIP_LIMIT)
    while index > limit:
        length = _phrase_before(view, index, low)
        if not length and not is_adverb(view, index):
            break
        index -= length or 1
    if index == start and index >= low and view.tags[index] & g.COMMA:
        for position in range(index - 1, max(low, index - 14), -1):
            tag = view.tags[position]
            if tag & g.COMMA:
                return position - 1
            if tag & (g.SEMI | g.COLON | g.REL):
                break
    return index
