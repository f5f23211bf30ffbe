"""What a citation leaves to its context: the code of a bare article, `même décret`, `susvisé`.

An antecedent is taken only when it can be the right one: a code must be able to have an article
so numbered, a `susvisé` must leave one text to choose. Otherwise the citation keeps its words, and
says in French why its text is open.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from corpus.extraction.references.found import Draft, Target
from corpus.extraction.references.history import Explicit, History
from corpus.extraction.references.labels import OwnText, ends_line, line_start
from corpus.extraction.references.lexicon import Code, split_article
from corpus.extraction.references.named import UNDATED
from corpus.extraction.references.texts import YEAR_ONLY, YEARLESS
from corpus.model import Span

NO_CODE = "le code n'est pas indiqué et le contexte n'en impose aucun"
SEVERAL_CODES = "plusieurs codes cités ont un article de ce numéro"
NO_TEXT = "le texte auquel appartient cet article n'est pas indiqué"
NO_ANTECEDENT = "aucun texte de ce genre n'est cité auparavant"
SEVERAL_TEXTS = "plusieurs textes de ce genre sont cités auparavant"
_LONG_SENTENCE = 600
# `l'article 422 de la norme`, `l'article 5 du contrat`: a text is named, of no kind that is known.
_UNKNOWN_TEXT = re.compile(
    r"\s+(?:du|de\s+la|de\s+l\s?['’]|des)\s?(?!pr[ée]sent|m[êe]me|dite?\b|part\b|fait\b|seul)[^\W\d_]{3,}",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;!?]\s|\n\s*\n")
# A list of articles under a text's name, as the notes of consolidated texts print it:
# `Art. 1, Art. 2, Sct. Titre Ier : Dispositions générales., Art. 3`.
_LISTING = re.compile(r"[\s,]*(?:Sct\.[^\n]{0,200}?,\s*)?\Z")
NO_KIND = "le genre du texte n'est pas indiqué"
NO_KNOWN = "le texte que nomme la citation n'est pas d'un genre connu"
NO_OWN = "le texte se désigne lui-même sans que son identité soit connue"


class Context:
    """Settles the drafts of one document in the order of the text."""

    def __init__(self, text: str, own: OwnText, drafts: list[Draft]) -> None:
        self.text = text
        self.own = own
        self.drafts = drafts
        self.explicit = Explicit(drafts)
        self.history = History()
        self.paragraphs = [0]
        at = text.find("\n\n")
        while at >= 0:
            self.paragraphs.append(at)
            at = text.find("\n\n", at + 2)

    def settle(self) -> None:
        """Fills what each draft lacks from what stands around it."""
        self._inherit_from_next()
        for draft in self.drafts:
            self._settle(draft)
            self.history.add(draft, heads_list=self._heads_list(draft))

    def _settle(self, draft: Draft) -> None:
        target = draft.target
        if target is not None and target.anaphor:
            self._anaphor(draft, target.anaphor)
        elif target is not None and target.problem in (YEARLESS, YEAR_ONLY):
            self._dated(draft, target)
        elif target is not None and target.undated and target.problem is None:
            self._current(draft)
        elif draft.need == "code":
            self._code(draft)
        elif draft.need == "text":
            self._text(draft)
        elif draft.need == "part":
            self._part(draft)

    def _heads_list(self, draft: Draft) -> bool:
        """A text alone on its line after a dash, as the lists of amended texts print it."""
        if draft.articles is not None or not ends_line(self.text, draft.end):
            return False
        before = self.text[line_start(self.text, draft.start) : draft.start].strip()
        return before in ("-", "–", "―", "•")

    def _inherit_from_next(self) -> None:
        """`à l'article L. 1, au 2° de l'article L. 2 et à l'article L. 3 du code …`: a citation
        parted from the next by link words alone takes the text that the last one names."""
        for draft, following in zip(
            reversed(self.drafts[:-1]), reversed(self.drafts[1:]), strict=True
        ):
            if draft.need not in ("code", "text") or draft.target is not None:
                continue
            if following.need is not None or not following.numbers():
                continue
            linked = _linked(self.text, draft.end, following.start)
            if linked and _same_series(draft, following):
                _take(draft, following, 0.9)
                draft.need = None

    def _anaphor(self, draft: Draft, how: str) -> None:
        if how == "présent":
            self._own_or_open(draft)
        elif how == "daté":
            self._of_day(draft)
        elif draft.kind == "code":
            self._anaphoric_code(draft, how)
        else:
            self._choose(draft, how)

    def _dated(self, draft: Draft, target: Target) -> None:
        """`la loi de 2007`, `l'arrêté du 9 mars`: the one text of that kind that the document
        dates in full."""
        same = self.explicit.dated(draft.kind, target.month_day, target.year)
        if len(same) == 1:
            _take(draft, same[0], 0.8)
            draft.abstention = None

    def _of_day(self, draft: Draft) -> None:
        """`l'article 22 du 2 février 1998`: the one text of that day that the document cites."""
        same = self.explicit.on_day(draft.date or "")
        if len(same) == 1:
            _take(draft, same[0], 0.8)
        else:
            draft.abstention = NO_KIND

    def _current(self, draft: Draft) -> None:
        """`la Cog`, in a document that names one period only: the agreement of that period."""
        periods = self.explicit.periods(draft.kind, draft.name or "")
        if len(periods) == 1:
            _take(draft, periods[0], 0.85)
        else:
            draft.abstention = UNDATED

    def _choose(self, draft: Draft, how: str) -> None:
        candidates = self.history.texts(draft.kind, draft.authority)
        if draft.kind == "autre":
            candidates = [one for one in candidates if one.rule == draft.rule]
        if not candidates:
            if draft.kind == self.own.kind and how == "nu":
                self._own_or_open(draft)
            else:
                draft.abstention = NO_ANTECEDENT
            return
        if len(candidates) == 1 or how == "même":
            _take(draft, candidates[-1], 0.95)
            return
        visas = self.history.texts(draft.kind, draft.authority, visas=True)
        if how == "cité" and len(visas) == 1:
            _take(draft, visas[0], 0.9)
        elif how == "nu" and self._same_paragraph(candidates[-1], draft):
            _take(draft, candidates[-1], 0.8)
        else:
            draft.abstention = SEVERAL_TEXTS

    def _anaphoric_code(self, draft: Draft, how: str) -> None:
        own = self.own.code_at(draft.start)
        if how == "nu" and own:
            draft.code_name, draft.certainty = own, 0.95
            return
        for one in reversed(self.history.codes.values()):
            if one.code is not None and _fits(one.code, draft.numbers()) is not False:
                _take(draft, one, 0.95)
                return
        if own:
            draft.code_name, draft.certainty = own, 0.9
        else:
            draft.abstention = NO_ANTECEDENT

    def _own_code(self, draft: Draft) -> bool:
        """In an extract of a code, that code."""
        name = self.own.code_at(draft.start)
        if name is None:
            return False
        draft.kind, draft.code_name, draft.own = "code", name, True
        return True

    def _own_text(self, draft: Draft) -> None:
        draft.kind = self.own.kind or "autre"
        draft.number, draft.date, draft.own = self.own.number, self.own.date, True

    def _own_or_open(self, draft: Draft) -> None:
        if draft.kind == "code" and self._own_code(draft):
            return
        if self.own.kind is None and self.own.date is None:
            draft.abstention = NO_OWN
        else:
            draft.number, draft.date, draft.own = self.own.number, self.own.date, True

    def _code(self, draft: Draft) -> None:
        """The code of an article with a letter and no text."""
        numbers = draft.numbers()
        if self._own_code(draft):
            return
        named = [self.explicit.code_names[n] for n in numbers if n in self.explicit.code_names]
        common = set.intersection(*named) if named else set()
        if len(common) == 1:
            self._take_code(draft, common.pop(), 0.9)
        elif not self._last_code(draft, numbers):
            self._likeliest_code(draft, numbers)

    def _last_code(self, draft: Draft, numbers: list[str]) -> bool:
        """The last code cited, when it can hold the article and stands near, or has its like."""
        last = self.history.last_code
        if last is None or last.code is None or not _fits(last.code, numbers):
            return False
        alike = self.explicit.affinity(last.code.name, numbers)[0] > 0
        if not alike and not self._same_paragraph(last, draft):
            return False
        _take(draft, last, 0.8)
        return True

    def _likeliest_code(self, draft: Draft, numbers: list[str]) -> None:
        """Of all codes cited that can hold the article, the one whose articles are most alike."""
        codes = self.explicit.codes.items()
        ranked = sorted(
            ((self.explicit.affinity(name, numbers), name) for name, code in codes
             if _fits(code, numbers)),
            reverse=True,
        )  # fmt: skip
        if not ranked:
            draft.abstention = NO_CODE
        elif len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
            draft.abstention = SEVERAL_CODES
        else:
            self._take_code(draft, ranked[0][1], 0.7)

    def _take_code(self, draft: Draft, name: str, certainty: float) -> None:
        draft.code, draft.code_name, draft.kind = self.explicit.codes[name], name, "code"
        draft.certainty = certainty
        one = self.history.codes.get(name)
        draft.antecedent = Span(one.start, one.end) if one else None

    def _text(self, draft: Draft) -> None:
        """The text of an article without letter and without text."""
        if _UNKNOWN_TEXT.match(self.text, draft.end):
            draft.abstention = NO_KNOWN
            return
        governing = self._governing(draft) or self._listed(draft) or self._detailed(draft)
        last = self.history.last_identified
        if governing is not None:
            _take(draft, governing, 0.85)
        elif self._own_code(draft):
            pass
        elif self.own.normative:
            self._own_text(draft)
        elif last is not None and last.code is None and self._same_paragraph(last, draft):
            _take(draft, last, 0.7)
        else:
            draft.abstention = NO_TEXT

    def _governing(self, draft: Draft) -> Draft | None:
        """The text whose possessive (`son article 16`) or visa the article stands in."""
        last = self.history.last_identified
        if last is None or not self._same_paragraph(last, draft):
            return None
        possessive = self._is_possessive(draft)
        visa = last.relation == "vu" and draft.relation == "vu"
        return last if possessive or visa else None

    def _is_possessive(self, draft: Draft) -> bool:
        before = self.text[max(0, draft.start - 8) : draft.start].lower().split()
        return bool(before) and before[-1] in ("son", "sa", "ses", "leur", "leurs")

    def _detailed(self, draft: Draft) -> Draft | None:
        """`l'article 22 de l'arrêté du 2 février 1998 en matière de … (article 22-2-I)`: a part of
        the article just cited belongs to the same text."""
        last = self.history.last_foreign
        if last is None or draft.start - last.end > _LONG_SENTENCE:
            return None
        number = draft.numbers()[0]
        stems = [f"{one}{mark}" for one in last.numbers() for mark in "-."]
        return last if any(number.startswith(stem) for stem in stems) else None

    def _listed(self, draft: Draft) -> Draft | None:
        """The text under whose name the article is listed."""
        last = self.history.last
        head = self.history.list_head
        if head is not None and self.text.startswith("Art.", draft.start):
            near = max(head.end, draft.start - _LONG_SENTENCE)
            return None if "\n\n" in self.text[near : draft.start] else head
        if last is None or last is not self.history.last_identified:
            return None
        if last.own or last.code is not None or draft.start - last.end > 220:
            return None
        return last if _LISTING.match(self.text[last.end : draft.start]) else None

    def _part(self, draft: Draft) -> None:
        """The text of a part (`livre Ier`, `huitième principe`) that names none."""
        if draft.kind in ("charte", "convention"):
            self._named_part(draft)
        elif self._own_code(draft):
            pass
        else:
            last, annex = self.history.last_identified, bool(draft.articles)
            if last is not None and self._holds(last, draft):
                _take(draft, last, 0.8)
            elif self.own.normative or (annex and self.own.kind):
                self._own_text(draft)
            else:
                draft.abstention = NO_TEXT

    def _holds(self, last: Draft, draft: Draft) -> bool:
        """Whether a part belongs to the text last cited: it says `son`, or stands in the same
        sentence and is no annex (those are the citing text's own, unless a text follows)."""
        if self._is_possessive(draft) and self._same_paragraph(last, draft):
            return True
        if draft.articles or not (last.code or not self.own.normative):
            return False
        return self._same_sentence(last, draft)

    def _named_part(self, draft: Draft) -> None:
        named = self.history.last_named.get(draft.kind)
        if named is not None:
            _take(draft, named, 0.85)
        elif draft.kind == self.own.kind:
            self._own_or_open(draft)
        else:
            draft.abstention = NO_ANTECEDENT

    def _same_sentence(self, one: Draft, other: Draft) -> bool:
        if other.start - one.end > _LONG_SENTENCE:
            return False
        return not _SENTENCE_END.search(self.text, one.end, other.start)

    def _same_paragraph(self, one: Draft, other: Draft) -> bool:
        return bisect_right(self.paragraphs, one.start) == bisect_right(
            self.paragraphs, other.start
        )


def _take(draft: Draft, source: Draft, certainty: float) -> None:
    """Gives `draft` the text of `source`."""
    draft.kind, draft.number, draft.date = source.kind, source.number, source.date
    draft.code, draft.code_name, draft.nor = source.code, source.code_name, source.nor
    draft.name, draft.authority = source.name, source.authority
    draft.antecedent = Span(source.start, source.end)
    draft.certainty = certainty


def _fits(code: Code, numbers: Iterable[str]) -> bool | None:
    """Whether `code` can have all these articles; None when its numbering says nothing."""
    answers = [code.may_have(number) for number in numbers]
    if any(answer is False for answer in answers):
        return False
    return True if answers and all(answers) else None


def _same_series(draft: Draft, following: Draft) -> bool:
    """Two citations numbered alike: both with a letter, or both without."""
    first, second = draft.numbers()[-1], following.numbers()[0]
    return (split_article(first)[0] == "simple") == (split_article(second)[0] == "simple")


_LINKERS = frozenset(
    ("et", "ou", "ainsi", "que", "à", "au", "aux", "de", "du", "des", "le", "la", "les", "l", "d",
     ",", ";", "dans", "par", "selon", "titre", "sens", "application", "en")
)  # fmt: skip


def _linked(text: str, start: int, end: int) -> bool:
    """True when only link words stand between two citations."""
    if not 0 <= end - start <= 40:
        return False
    between = text[start:end].lower().replace("'", " ").replace("’", " ").replace(",", " , ")
    words = between.split()
    return bool(words) and all(word in _LINKERS for word in words)
