"""What a citation leaves to its context: the code of a bare article, `même décret`, `susvisé`.

An antecedent is taken only when it can be the right one: a code must be able to have an article
so numbered, a `susvisé` must leave one text to choose. Otherwise the citation keeps its words, and
says in French why its text is open.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from corpus.extraction.references.found import Draft, Target
from corpus.extraction.references.labels import OwnText
from corpus.extraction.references.lexicon import Code, split_article
from corpus.extraction.references.named import UNDATED
from corpus.extraction.references.texts import YEAR_ONLY, YEARLESS
from corpus.model import Span

NO_CODE = "le code n'est pas indiqué et le contexte n'en impose aucun"
SEVERAL_CODES = "plusieurs codes cités ont un article de ce numéro"
NO_TEXT = "le texte auquel appartient cet article n'est pas indiqué"
NO_ANTECEDENT = "aucun texte de ce genre n'est cité auparavant"
SEVERAL_TEXTS = "plusieurs textes de ce genre sont cités auparavant"
_SAME_CHAPTER = (1, 0)
_SENTENCE_END = re.compile(r"[.;!?]\s|\n\s*\n")
# A list of articles under a text's name, as the notes of consolidated texts print it:
# `Art. 1, Art. 2, Sct. Titre Ier : Dispositions générales., Art. 3`.
_LISTING = re.compile(r"[\s,]*(?:Sct\.[^\n]{0,200}?,\s*)?\Z")
NO_OWN = "le texte se désigne lui-même sans que son identité soit connue"


class Context:
    """Settles the drafts of one document in the order of the text."""

    def __init__(self, text: str, own: OwnText, drafts: list[Draft]) -> None:
        self.text = text
        self.own = own
        self.drafts = drafts
        self.paragraphs = [0]
        at = text.find("\n\n")
        while at >= 0:
            self.paragraphs.append(at)
            at = text.find("\n\n", at + 2)
        self.explicit: dict[str, set[str]] = {}
        self.codes: dict[str, Code] = {}
        self.frequency: Counter[str] = Counter()
        for draft in drafts:
            if draft.code is not None:
                self.codes[draft.code.name] = draft.code
                self.frequency[draft.code.name] += 1
                for number in draft.numbers():
                    self.explicit.setdefault(number, set()).add(draft.code.name)

    def settle(self) -> None:
        """Fills what each draft lacks from what stands around it."""
        self._inherit_from_next()
        seen: list[Draft] = []
        for draft in self.drafts:
            target = draft.target
            if target is not None and target.anaphor:
                self._anaphor(draft, target.anaphor, seen)
            elif target is not None and target.problem in (YEARLESS, YEAR_ONLY):
                self._dated(draft, target)
            elif target is not None and target.undated and target.problem is None:
                self._current(draft, seen)
            elif draft.need == "code":
                self._code(draft, seen)
            elif draft.need == "text":
                self._text(draft, seen)
            elif draft.need == "part":
                self._part(draft, seen)
            seen.append(draft)

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

    def _anaphor(self, draft: Draft, how: str, seen: list[Draft]) -> None:
        if how == "présent":
            self._own_or_open(draft)
            return
        if draft.kind == "code":
            self._anaphoric_code(draft, how, seen)
            return
        candidates = [one for one in seen if one.kind == draft.kind and _identity(one)]
        if draft.authority:
            candidates = [one for one in candidates if one.authority in (draft.authority, None)]
        self._choose(draft, how, candidates)

    def _dated(self, draft: Draft, target: Target) -> None:
        """`la loi de 2007`, `l'arrêté du 9 mars`: the one text of that kind that the document
        dates in full."""
        same = [
            one
            for one in self.drafts
            if one.kind == draft.kind
            and one.date
            and (one.date[5:] == target.month_day or one.date[:4] == target.year)
        ]
        if len({one.date for one in same}) == 1:
            _take(draft, same[0], 0.8)
            draft.abstention = None

    def _current(self, draft: Draft, seen: list[Draft]) -> None:
        """`la Cog`, in a document that names one period only: the agreement of that period."""
        name = draft.name or ""
        periods = [
            one
            for one in self.drafts
            if one.kind == draft.kind and (one.name or "").startswith(f"{name} ") and _dated(one)
        ]
        if len({one.name for one in periods}) == 1:
            _take(draft, next((one for one in periods if one in seen), periods[0]), 0.85)
        else:
            draft.abstention = UNDATED

    def _choose(self, draft: Draft, how: str, candidates: list[Draft]) -> None:
        distinct = {_identity(one): one for one in candidates}
        if not distinct:
            same = draft.kind == self.own.kind
            if same and how == "nu":
                self._own_or_open(draft)
            else:
                draft.abstention = NO_ANTECEDENT
            return
        if len(distinct) == 1 or how == "même":
            _take(draft, candidates[-1], 0.95)
            return
        visas = {_identity(one): one for one in candidates if one.relation == "vu"}
        if how == "cité" and len(visas) == 1:
            _take(draft, next(iter(visas.values())), 0.9)
        elif how == "nu" and self._same_paragraph(candidates[-1], draft):
            _take(draft, candidates[-1], 0.8)
        else:
            draft.abstention = SEVERAL_TEXTS

    def _anaphoric_code(self, draft: Draft, how: str, seen: list[Draft]) -> None:
        if how == "nu" and self.own.code_name:
            draft.code_name, draft.certainty = self.own.code_name, 0.95
            return
        for one in reversed(seen):
            if one.code is not None and _fits(one.code, draft.numbers()) is not False:
                _take(draft, one, 0.95)
                return
        if self.own.code_name:
            draft.code_name, draft.certainty = self.own.code_name, 0.9
        else:
            draft.abstention = NO_ANTECEDENT

    def _own_code(self, draft: Draft) -> None:
        draft.kind, draft.code_name, draft.own = "code", self.own.code_name, True

    def _own_or_open(self, draft: Draft) -> None:
        if draft.kind == "code" and self.own.code_name:
            draft.code_name, draft.own = self.own.code_name, True
        elif self.own.kind is None and self.own.date is None:
            draft.abstention = NO_OWN
        else:
            draft.number, draft.date, draft.own = self.own.number, self.own.date, True

    def _code(self, draft: Draft, seen: list[Draft]) -> None:
        """The code of an article with a letter and no text."""
        numbers = draft.numbers()
        if self.own.code_name:
            self._own_code(draft)
            return
        named = [self.explicit[number] for number in numbers if number in self.explicit]
        common = set.intersection(*named) if named else set()
        if len(common) == 1:
            self._take_code(draft, seen, next(iter(common)), 0.9)
            return
        last = next((one for one in reversed(seen) if one.code is not None), None)
        if last is not None and last.code is not None and _fits(last.code, numbers):
            near = self._same_paragraph(last, draft)
            if near or self._affinity(last.code.name, numbers) >= _SAME_CHAPTER:
                _take(draft, last, 0.8)
                return
        possible = [name for name, code in self.codes.items() if _fits(code, numbers)]
        if not possible:
            draft.abstention = NO_CODE
            return
        ranked = sorted(possible, key=lambda name: self._affinity(name, numbers), reverse=True)
        best, second = ranked[0], ranked[1] if len(ranked) > 1 else None
        if second and self._affinity(best, numbers) == self._affinity(second, numbers):
            draft.abstention = SEVERAL_CODES
        else:
            self._take_code(draft, seen, best, 0.7)

    def _affinity(self, name: str, numbers: list[str]) -> tuple[int, int]:
        """How much the articles cited with this code's name look like `numbers`: by their first
        number, then its first two figures, then how often the code is cited."""
        wanted = {split_article(number)[1] for number in numbers}
        cited = [split_article(n)[1] for n, names in self.explicit.items() if name in names]
        same = any(one in wanted for one in cited)
        close = any(str(one)[:2] in {str(w)[:2] for w in wanted} for one in cited)
        return 2 if same else 1 if close else 0, self.frequency[name]

    def _take_code(self, draft: Draft, seen: list[Draft], name: str, certainty: float) -> None:
        draft.code, draft.code_name, draft.kind = self.codes[name], name, "code"
        draft.certainty = certainty
        for one in reversed(seen):
            if one.code_name == name:
                draft.antecedent = Span(one.start, one.end)
                return

    def _text(self, draft: Draft, seen: list[Draft]) -> None:
        """The text of an article without letter and without text."""
        governing = self._governing(draft, seen) or self._listed(draft, seen)
        if governing is not None:
            _take(draft, governing, 0.85)
        elif self.own.code_name:
            self._own_code(draft)
        elif self.own.normative:
            draft.kind = self.own.kind or "autre"
            draft.number, draft.date, draft.own = self.own.number, self.own.date, True
        else:
            last = next((one for one in reversed(seen) if _identity(one)), None)
            if last is not None and last.code is None and self._same_paragraph(last, draft):
                _take(draft, last, 0.7)
            else:
                draft.abstention = NO_TEXT

    def _governing(self, draft: Draft, seen: list[Draft]) -> Draft | None:
        """The text whose possessive (`son article 16`) or visa the article stands in."""
        before = self.text[max(0, draft.start - 8) : draft.start].lower().split()
        possessive = bool(before) and before[-1] in ("son", "ses", "leur", "leurs")
        for one in reversed(seen):
            if not _identity(one):
                continue
            visa = one.relation == "vu" and draft.relation == "vu"
            if (possessive or visa) and self._same_paragraph(one, draft):
                return one
            return None
        return None

    def _listed(self, draft: Draft, seen: list[Draft]) -> Draft | None:
        """The text under whose name the article is listed."""
        if not seen or draft.start - seen[-1].end > 220 or not _identity(seen[-1]):
            return None
        last = seen[-1]
        if last.own or last.code is not None:
            return None
        return last if _LISTING.match(self.text[last.end : draft.start]) else None

    def _part(self, draft: Draft, seen: list[Draft]) -> None:
        """The text of a part (`livre Ier`, `huitième principe`) that names none."""
        if draft.kind in ("charte", "convention"):
            candidates = [one for one in seen if one.kind == draft.kind and one.name]
            if candidates:
                _take(draft, candidates[-1], 0.85)
            elif draft.kind == self.own.kind:
                self._own_or_open(draft)
            else:
                draft.abstention = NO_ANTECEDENT
            return
        if self.own.code_name:
            self._own_code(draft)
            return
        last = next((one for one in reversed(seen) if _identity(one)), None)
        annex = bool(draft.articles)
        near = last is not None and self._same_sentence(last, draft)
        if last is not None and near and (last.code or not self.own.normative) and not annex:
            _take(draft, last, 0.8)
        elif self.own.normative or (annex and self.own.kind):
            draft.kind = self.own.kind or "autre"
            draft.number, draft.date, draft.own = self.own.number, self.own.date, True
        else:
            draft.abstention = NO_TEXT

    def _same_sentence(self, one: Draft, other: Draft) -> bool:
        return not _SENTENCE_END.search(self.text, one.end, other.start)

    def _same_paragraph(self, one: Draft, other: Draft) -> bool:
        return bisect_right(self.paragraphs, one.start) == bisect_right(
            self.paragraphs, other.start
        )


def _identity(draft: Draft) -> tuple[str, ...] | None:
    """What tells a draft's text from others: code, number, date or name; None when open."""
    if draft.code_name:
        return ("code", draft.code_name)
    if draft.number or draft.date or draft.name:
        return (draft.kind, draft.date or draft.number or draft.name or "")
    return None


def _dated(draft: Draft) -> bool:
    return bool(draft.name) and (draft.name or "")[-1].isdigit()


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
    [
        "et",
        "ou",
        "ainsi",
        "que",
        "à",
        "au",
        "aux",
        "de",
        "du",
        "des",
        "le",
        "la",
        "les",
        "l",
        "d",
        ",",
        ";",
        "au(x)",
        "dans",
        "par",
        "selon",
        "premier",
    ]
)


def _linked(text: str, start: int, end: int) -> bool:
    """True when only link words stand between two citations."""
    if not 0 <= end - start <= 40:
        return False
    between = text[start:end].lower().replace("'", " ").replace("’", " ").replace(",", " , ")
    words = between.split()
    return bool(words) and all(word in _LINKERS for word in words)
