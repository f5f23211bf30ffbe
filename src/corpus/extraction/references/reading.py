"""One pass over one text: each anchor read once, its citation composed, then all settled."""

from __future__ import annotations

import re

from corpus.extraction.references.articles import read_articles, read_points_before
from corpus.extraction.references.compose import code_target
from corpus.extraction.references.context import NO_ANTECEDENT, NO_TEXT, Context
from corpus.extraction.references.divisions import Part
from corpus.extraction.references.found import Articles, Draft, Target
from corpus.extraction.references.labels import (
    OwnText,
    Titles,
    ends_line,
    heads_line,
    is_article_heading,
    line_start,
)  # fmt: skip
from corpus.extraction.references.lexicon import Kind, split_article
from corpus.extraction.references.readers import ARTICLE_WORDS, Readers
from corpus.french.dates import match_date
from corpus.french.fold import fold
from corpus.french.tokens import Tokens

_WORD = re.compile(r"[^\W\d_]+")
_VISA = re.compile(r"[\s\-–•*#>]*vu\b", re.IGNORECASE)
_PRESENT = re.compile(r"pr[ée]sente?s?\s+\Z", re.IGNORECASE)
_DRAFTED = re.compile(r"(?:projet|proposition)s?\s+d(?:e\s+|['’]\s?)\Z", re.IGNORECASE)
_OWNED = re.compile(r"\b(?:notre|votre|leur|sa|ma)\s+\Z", re.IGNORECASE)
_NOMINAL = re.compile(
    r"(?:(?<!\w)(?:un|une|par|d['’]un|cet|cette|le|la)\s+|l\s?['’]\s?)\Z", re.IGNORECASE
)
_DAY_BEFORE = re.compile(
    r"(?<![\w/])(?:[0-3]?\d(?:er)?|premier)\s+[a-zéû]+\.?\s+(?:\d{4}|derni[a-z]+|prochain[a-z]*)\s+(?:un|une)\s+\Z",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    r"\s*(?:,|et|ou|ainsi\s+que)\s*(?:et\s+)?(?:l['’]|les\s+|aux?\s+|à\s+l['’]|de\s+l['’]|des?\s+)?(?=\d|[LRDA]\.)",
    re.IGNORECASE,
)
_OF_ARTICLE = re.compile(r"\s+(?:de|à)\s+l\s?['’]\s?(?=art)", re.IGNORECASE)
# What may part a text from the articles announced after it: its object, then `notamment son`.
_OBJECT = re.compile(
    r"\s*,?\s*(?:relati[fv]|portant|modifi|réformant|fixant|sus|précit|d['’]|de\s|visant|tendant|pour\s)",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"(?:notamment|en\s+particulier)\s+(?:[^,;.]{0,40}?\s)?(?:son|ses|les|l\s?['’])\s*\Z"
    r"|,\s*(?:en\s+)?(?:ses|son)\s+\Z",
    re.IGNORECASE,
)
_BROKEN = re.compile(r"[;:]|\.\s|\n\s*\n")


class Reading:
    """One pass over one text."""

    def __init__(self, readers: Readers, text: str, own: OwnText, tokens: Tokens) -> None:
        self.readers, self.text, self.own, self.tokens = readers, text, own, tokens
        self.day = own.day()
        self.drafts: list[Draft] = []
        self.last_of_kind: dict[str, Draft] = {}
        self.done = 0
        self.titles = Titles(text, own)
        self.headings = 0

    def run(self) -> list[Draft]:
        """All drafts of the text, settled."""
        for match in self.readers.anchors(self.text, self.tokens):
            if match.start() >= self.done:
                self._read(match.start(), match.end(), match.group())
        self._know_oneself()
        self._relate()
        Context(self.text, self.own, self.drafts).settle()
        return [draft for draft in self.drafts if not _is_mere_part(draft)]

    def _relate(self) -> None:
        """The typed links: what the words before announce, else the visa the citation stands in."""
        relations = self.readers.relations
        visas = relations.visas(self.text)
        index = 0
        for draft in self.drafts:
            while index < len(visas) and visas[index][1] <= draft.start:
                index += 1
            inside = index < len(visas) and visas[index][0] <= draft.start
            announced = relations.before(self.text, draft.start)
            draft.relation = announced or (relations.visa if inside else None)

    def _read(self, start: int, end: int, word: str) -> None:
        folded = fold(word)
        readers = self.readers
        if folded in ARTICLE_WORDS:
            self._article(start)
        elif folded in ("code", "codes") or word in readers.codes.acronyms:
            self._code(start)
        elif word[-1].isdigit():
            self._bare(start)
        elif folded in readers.lexicon.division_by_form and folded not in readers.named.words:
            self._division(start, end, folded)
        else:
            self._named_or(start, end, folded)

    def _article(self, start: int) -> None:
        articles = read_articles(self.text, start)
        if articles is None:
            return
        if is_article_heading(self.text, start, articles.end):
            self.headings += 1
            self.done = articles.end
            return
        self._compose(articles)

    def _bare(self, start: int) -> None:
        articles = read_articles(self.text, start)
        if articles is None:
            return
        target = self.readers.composer.target_after(self.text, articles.end, self.day)
        number = articles.numbers[0]
        printed = self.text[start : articles.end]
        plausible = "-" in number and ("." in printed[:4] or len(number.split("-")[0]) >= 4)
        named = target is not None and target.anaphor != "daté"
        if named or plausible:
            self._compose(articles)

    def _compose(self, articles: Articles) -> None:
        """A list of articles with the points before it and the text after it."""
        text = self.text
        before = read_points_before(text, articles.start) if articles.headed else None
        start = before[0] if before and before[0] >= self.done else articles.start
        points = before[1] if before and start != articles.start else []
        target = self.readers.composer.target_after(text, articles.end, self.day)
        outer = self.readers.divisions.outer(text, articles.end) if target is None else None
        if outer:
            articles.end, articles.points = outer[0], [*articles.points, *outer[1]]
            target = self.readers.composer.target_after(text, articles.end, self.day)
        if target is None:
            target, start = self._code_before(start)
        if target is None and self._join_previous(articles):
            return
        self._add(start, articles, target, points)
        while target is not None and articles.plural and target.anaphor is None:
            further = _FURTHER.match(text, self.done)
            more = read_articles(text, further.end()) if further else None
            if further and more is None:
                more = _plain_list(text, further.end())
            following = more and self.readers.composer.target_after(text, more.end, self.day)
            if not more or not following:
                break
            self._add(more.start, more, following, [])

    def _add(
        self, start: int, articles: Articles, target: Target | None, points: list[str]
    ) -> None:
        end = max(target.end, articles.end) if target else articles.end
        lettered = split_article(articles.numbers[0])[0] != "simple"
        rule = target.rule if target else "reference/article"
        draft = Draft(start, end, rule, "code" if lettered else "autre", target, articles)
        draft.points = [*points, *articles.points]
        if target is None:
            draft.need = "code" if lettered else "text"
        else:
            _fill(draft, target)
        self._keep(draft)

    def _code_before(self, start: int) -> tuple[Target | None, int]:
        """`CSS, art. L. 223-1`, `C. civ., art. 371-1`: the code's abbreviation comes first."""
        found = self.readers.codes.short_before(self.text, start)
        if found is None or found[1] < self.done:
            return None, start
        code, at, end = found
        return Target(at, end, "code", code.id, code=code, code_name=code.name), at

    def _join_previous(self, articles: Articles) -> bool:
        """`la loi n° … relative à …, notamment son article 3`: one citation, its object inside."""
        if not self.drafts:
            return False
        last = self.drafts[-1]
        gap = self.text[last.end : articles.start]
        if last.articles is not None or last.target is None or len(gap) > 300:
            return False
        if not _ANNOUNCED.search(gap) or _BROKEN.search(gap) or not _OBJECT.match(gap):
            return False
        last.articles, last.end = articles, articles.end
        last.points += articles.points
        self.done = articles.end
        return True

    def _code(self, start: int) -> None:
        readers, text = self.readers, self.text
        found = readers.codes.match(text, start) or readers.codes.match_short(text, start)
        if found is None and text[start : start + 4].lower() == "code":
            found = readers.codes.match_noisy(text, start)
        if found is None:
            return
        self._text(code_target(text, start, found[0], readers.codes, found[1]))

    def _named_or(self, start: int, end: int, folded: str) -> None:
        readers = self.readers
        named = readers.named.match(self.text, start)
        kind = readers.lexicon.kind_by_form.get(folded)
        if named is not None and not (self._is_present(named.start) or self._is_drafted(start)):
            longer = readers.texts.match(self.text, start, end, kind, self.day) if kind else None
            if longer is None or longer.end <= named.end or kind is None or kind.need == "nom":
                if kind:
                    readers.texts.complete(self.text, named, kind, self.day)
                self._named_text(named)
                return
        if folded in readers.lexicon.division_by_form:
            self._division(start, end, folded)
        elif folded == "livre" or kind is None:
            self._code(start)
        else:
            self._kind(start, end, kind)

    def _named_text(self, target: Target) -> None:
        if target.kind == "charte" and self.titles.is_charters(target):
            self.done = target.end
            return
        self._text(target)

    def _is_drafted(self, start: int) -> bool:
        """`projet de loi de finances pour 2024`: no text yet."""
        return bool(_DRAFTED.search(self.text, max(0, start - 20), start))

    def _is_present(self, start: int) -> bool:
        return bool(_PRESENT.search(self.text, max(0, start - 12), start))

    def _kind(self, start: int, end: int, kind: Kind) -> None:
        text = self.text
        if (
            self._is_drafted(start)
            or self._is_present(start)
            or (kind.need == "visa" and not self._in_visa(start))
        ):
            return
        nominal = bool(_NOMINAL.search(text, max(0, start - 10), start))
        target = self.readers.texts.match(text, start, end, kind, self.day, bare=nominal)
        if target is None and nominal:
            target = self._dated_before(start, end, kind)
        if target is None:
            return
        if kind.kind == "charte" and _OWNED.search(text, max(0, start - 8), start):
            return
        if self.titles.is_charters(target) or self.titles.is_own(target):
            self.done = target.end
            return
        self._text(target)
        if text[end - 1] in "sS" and kind.need != "nom":
            for further in self.readers.texts.following(text, target, kind, self.day):
                self._text(further)

    def _dated_before(self, start: int, end: int, kind: Kind) -> Target | None:
        """`j'ai pris le 9 mars dernier un arrêté`."""
        match = _DAY_BEFORE.search(self.text, max(0, start - 50), start)
        found = match_date(self.text, match.start(), self.day) if match else None
        if match is None or found is None:
            return None
        return Target(match.start(), end, kind.kind, kind.id, date=found.iso, problem=found.problem)

    def _in_visa(self, start: int) -> bool:
        line = self.text[line_start(self.text, start) : start]
        return bool(_VISA.match(line))

    def _text(self, target: Target) -> None:
        """A whole text cited, with the articles announced after it."""
        draft = Draft(target.start, target.end, target.rule, target.kind, target)
        _fill(draft, target)
        self._attach(draft)
        self._keep(draft)

    def _attach(self, draft: Draft) -> None:
        attached = self.readers.composer.articles_after(self.text, draft.end, self.day)
        if attached is None:
            division = self.readers.composer.division_after(self.text, draft.end)
            part = self._part_at(division) if division else None
            if part:
                draft.end, draft.points = part.end, [*draft.points, *part.points]
            return
        draft.articles, closed = attached
        draft.points += draft.articles.points
        draft.end = draft.articles.end + closed
        outer = None if closed else self.readers.divisions.outer(self.text, draft.end)
        if outer:
            draft.end, draft.points = outer[0], [*draft.points, *outer[1]]

    def _part_at(self, position: int) -> Part | None:
        match = _WORD.match(self.text, position)
        one = self.readers.lexicon.division_by_form.get(fold(match.group())) if match else None
        if match is None or one is None:
            return None
        return self.readers.divisions.match(self.text, match.start(), match.end(), one)

    def _division(self, start: int, end: int, folded: str) -> None:
        readers, text = self.readers, self.text
        if folded == "livre" and readers.codes.match(text, start):
            self._code(start)
            return
        division = readers.lexicon.division_by_form[folded]
        part = readers.divisions.match(text, start, end, division)
        if part is None or part.start < self.done:
            return
        determined = readers.divisions.is_determined(text, part.start)
        before = read_points_before(text, part.start)
        if before and before[0] >= self.done:
            part.start, part.points = before[0], [*before[1], *part.points]
        inner = _OF_ARTICLE.match(text, part.end)
        articles = read_articles(text, inner.end()) if inner else None
        if articles:
            target = readers.composer.target_after(text, articles.end, self.day)
            self._add(part.start, articles, target, part.points)
            return
        target = readers.composer.target_after(text, part.end, self.day)
        if heads_line(text, part.start) or (target is None and not determined):
            return
        if target is None and not (division.alone or part.outermost.alone):
            return
        if target is None and not self._governed(division.context, part.start):
            return
        self._part(part, target)

    def _governed(self, context: str | None, start: int) -> bool:
        """A part that belongs to a charter or an agreement needs one cited not far before."""
        if context is None:
            return True
        near = self.last_of_kind.get(context)
        if context == "convention":
            return near is not None and start - near.end < 800
        return near is not None or self.own.kind == context

    def _part(self, part: Part, target: Target | None) -> None:
        division = part.division
        kind = division.context or division.kind or "autre"
        rule = division.id
        draft = Draft(part.start, target.end if target else part.end, rule, kind, target)
        draft.points = list(part.points)
        numbers = part.numbers if division.ordinal else part.annexes
        if numbers:
            draft.articles = Articles(part.start, part.end, list(numbers))
        if target is None:
            draft.need = "part"
        else:
            _fill(draft, target)
        self._keep(draft)

    def _keep(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self.last_of_kind[draft.kind] = draft
        self.done = max(self.done, draft.end)

    def _know_oneself(self) -> None:
        """An extract of a code, or a text with articles of its own, lends them its identity."""
        own = self.own
        if own.kind in (None, "code") and self.headings:
            for draft in self.drafts:
                if draft.code_name and not draft.numbers() and self._heads_extract(draft):
                    own.codes.append((draft.start, draft.code_name))
        if own.codes:
            own.kind = "code"
        own.normative = own.normative or bool(self.headings)

    def _heads_extract(self, draft: Draft) -> bool:
        """A code named alone on its line, or in the title of what is known to be an extract."""
        alone = heads_line(self.text, draft.start) and ends_line(self.text, draft.end)
        return alone or (
            self.own.kind == "code" and not self.own.codes and draft.start < self.titles.head
        )


def _is_mere_part(draft: Draft) -> bool:
    """A numbered part of nothing known (`on travaille en section 2`) is no citation."""
    if draft.rule.startswith("reference/") or not draft.points:
        return False
    vague = draft.rule.startswith("division/") or draft.kind == "autre"
    return vague and draft.abstention in (NO_TEXT, NO_ANTECEDENT)


def _fill(draft: Draft, target: Target) -> None:
    """The identity that the target's own words give."""
    draft.kind = target.kind
    draft.number, draft.date, draft.nor = target.number, target.date, target.nor
    draft.code, draft.code_name = target.code, target.code_name
    draft.authority, draft.name = target.authority, target.name
    draft.abstention = target.problem


_PLAIN_LIST = re.compile(r"\d{1,4}(?:-\d{1,4})*")


def _plain_list(text: str, position: int) -> Articles | None:
    """Numbers without the word `article`, after a first list that had it (`… et 30 du décret`)."""
    match = _PLAIN_LIST.match(text, position)
    return Articles(position, match.end(), [match.group()], plural=True) if match else None
