"""Whether a name means here what its label says: the words before it, after it and near it."""

from __future__ import annotations

from collections.abc import Callable

from corpus.extraction.heads_grammar import NameGrammar
from corpus.extraction.lexicon import Context, Phrase, Phrases
from corpus.extraction.mentions_view import View, ends_with, starts_with

_NEAR = 14
_NONE: frozenset[str] = frozenset()
_CONTRACTED = frozenset(("du", "des", "au", "aux"))
# What authors write in braces, as the tokenizer cuts it.
_SIGNS: dict[Phrase, Callable[[View, int, NameGrammar], bool]] = {
    ("{", "determinant", "}"): lambda view, start, grammar: (
        start > 0
        and (view.words[start - 1] in grammar.determiners or view.words[start - 1] in _CONTRACTED)
    ),
    ("{", "nombre", "}"): lambda view, start, grammar: (
        start > 0
        and (view.words[start - 1][0].isdigit() or view.stems[start - 1] in grammar.numbers)
    ),
    ("{", "de", "}"): lambda view, start, grammar: (
        start > 0 and view.words[start - 1] in ("de", "d'")
    ),
    ("{", "debut", "}"): lambda view, start, grammar: view.is_break(start),
}


def before_fits(view: View, context: Context, start: int, end: int, grammar: NameGrammar) -> bool:
    """True when the kind of text and what stands before and near tokens `start:end` allow it."""
    if context.genres and view.genre not in context.genres:
        return False
    if context.in_text and not view.holds(context.in_text):
        return False
    if context.not_in_text and view.holds(context.not_in_text):
        return False
    if not _near_fits(view, context, start, end):
        return False
    return _words_before_fit(view, context, start, grammar)


def _near_fits(view: View, context: Context, start: int, end: int) -> bool:
    if not context.not_near and not context.near:
        return True
    window = set(view.stems[max(0, start - _NEAR) : start])
    window.update(view.stems[end : end + _NEAR])
    if context.not_near & window:
        return False
    return not context.near or bool(context.near & window)


def _words_before_fit(view: View, context: Context, start: int, grammar: NameGrammar) -> bool:
    if not context.before and not context.not_before:
        return True
    drops = [_NONE]
    if view.is_determined(start, grammar.determiners):
        drops.append(grammar.determiners)

    def stands(phrases: Phrases) -> bool:
        if any(_closes(view, start, drop, phrases) for drop in drops):
            return True
        return any(_SIGNS[sign](view, start, grammar) for sign in phrases.get("}", ()))

    if context.not_before and stands(context.not_before):
        return False
    return not context.before or stands(context.before)


def _closes(view: View, start: int, drop: frozenset[str], phrases: Phrases) -> bool:
    """True when one of `phrases` stands before `start`, the words of `drop` left out; the nearest
    word decides whether the others are looked at."""
    nearest = view.keys_before(start, drop, 1)
    if not nearest or nearest[0] not in phrases:
        return False
    keys = view.keys_before(start, drop)
    return any(ends_with(keys, phrase) for phrase in phrases[nearest[0]])


def _opens(keys: list[str], phrases: Phrases) -> bool:
    if not keys:
        return False
    return any(starts_with(keys, phrase) for phrase in phrases.get(keys[0], ()))


def after_fits(view: View, context: Context, form_end: int, end: int) -> bool:
    """True when what follows allows it: after the words of the name itself, which end before token
    `form_end`, and after the whole mention, which ends before token `end`."""
    if not context.after and not context.not_after:
        return True
    keys = view.keys_after(form_end)
    beyond = keys if end == form_end else view.keys_after(end)
    if _opens(keys, context.not_after) or _opens(beyond, context.not_after):
        return False
    return not context.after or _opens(keys, context.after)
