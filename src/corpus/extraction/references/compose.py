"""Articles joined to the texts they belong to, in the order in which French may put them."""

from __future__ import annotations

import re
from datetime import date

from corpus.extraction.references.articles import read_articles
from corpus.extraction.references.codes import CodeReader
from corpus.extraction.references.found import Articles, Target
from corpus.extraction.references.lexicon import Code, Kind, Lexicon
from corpus.extraction.references.named import NamedReader
from corpus.extraction.references.patterns import OF_THE, TO_THE, alternation, compact
from corpus.extraction.references.texts import TextReader
from corpus.french.fold import fold

_BACK = (
    r"(?:sus-?\s?visée?s?|sus-?mentionnée?s?|pr[ée]cit[ée]e?s?|susdite?s?|ci-dessus(?:\s+visée?s?)?"
    r"|visée?s?\s+ci-dessus|mentionnée?s?\s+ci-dessus|modifiée?s?|en\s+vigueur)"
)
_BACK_WORD = re.compile(_BACK, re.IGNORECASE)
_BETWEEN = re.compile(rf"\s*,?\s*(?:\((?:nouveau|ancien)\)\s*)?(?:{_BACK}\s*,?\s*)?", re.IGNORECASE)
_LINK = re.compile(
    rf"(?:{OF_THE}|{TO_THE}|dudit(?=\s)|de\s+ladite(?=\s)|desdite?s(?=\s))\s*", re.IGNORECASE
)
_INTRODUCED = re.compile(
    r"\s+(?:qu['’](?:elle|il)s?\s+(?:a|ont)\s+)?(?:introdui|insér|cré|ajout)[a-zé]*\s+(?:au|dans\s+le|par\s+l[ae])\s+",
    re.IGNORECASE,
)
_MARKER = re.compile(
    r"(?P<marker>m[êe]mes?|pr[ée]sente?s?|dite?s?|cette|cet|ces|ce)\s+", re.IGNORECASE
)
_FUSED = re.compile(r"(?:dudit|ladite|desdit)", re.IGNORECASE)
_BACKWARD = re.compile(rf"\s*,?\s*{_BACK}", re.IGNORECASE)
_ATTACHED = re.compile(
    r"\s*[,(:;–-]?\s*(?:et\s+)?"
    r"(?P<adverb>(?:et\s+)?(?:notamment|en\s+particulier|plus\s+particulièrement|particulièrement"
    r"|spécialement|dont|pris\s+en)\s*[,:]?\s*)?"
    r"(?:en\s+|dans\s+|par\s+|à\s+|de\s+)?(?P<own>ses?\s+|son\s+|leurs?\s+)?(?:les\s+|l\s?['’]\s?|en\s+ses\s+|aux\s+|des\s+)?"
    r"(?=art(?:icles?\b|\.)|(?-i:[LRD])\.?\s?\*?\s?\d)",
    re.IGNORECASE,
)
_DIVIDED = re.compile(
    r"(?:\s*[,(]\s*(?:et\s+)?(?:notamment\s+)?|\s+et\s+notamment\s+)(?:en\s+)?(?:son|ses|le|les|du|au)?\s*(?=(?:livre|titre|chapitre|partie)s?\b)",
    re.IGNORECASE,
)

_BRACKET = re.compile(r"\s*\(\s*")
_UNKNOWN = re.compile(rf"code\s+(?:{OF_THE}\s*)[^\W\d_]+(?:\s+[^\W\d_]{{4,}})?", re.IGNORECASE)

# `la convention type annexée à …`: another text than the one last cited.
_OTHER = re.compile(
    r"\s+(?:type|annexée?|signée?|conclue?|passée?|locale?|individuel|cadre)\b", re.IGNORECASE
)


class Composer:
    """Reads the text that follows a list of articles, and the articles that follow a text."""

    def __init__(
        self, lexicon: Lexicon, codes: CodeReader, texts: TextReader, named: NamedReader
    ) -> None:
        self.lexicon, self.codes, self.texts, self.named = lexicon, codes, texts, named
        nouns = [form for kind in lexicon.kinds for form in kind.forms]
        self._noun = re.compile(
            rf"(?P<noun>{alternation([*nouns, 'code', 'codes'])})(?!\w)", re.IGNORECASE
        )

    def target_after(self, text: str, position: int, day: date | None) -> Target | None:
        """The text that the articles ending at `position` belong to, or the words for it."""
        introduced = _INTRODUCED.match(text, position)
        between = _BETWEEN.match(text, position)
        at = introduced.end() if introduced else between.end() if between else position
        link = None if introduced else _LINK.match(text, at)
        if link is None and introduced is None:
            return self._code_at(text, at, noisy=False)
        start = link.end() if link else at
        fused = bool(link and _FUSED.search(link.group()))
        target = self.target_at(text, start, day, fused=fused)
        return target or self._dated(text, start, day)

    def _dated(self, text: str, position: int, day: date | None) -> Target | None:
        """`l'article 22 du 2 février 1998`: the kind of the text was forgotten."""
        found = (
            self.texts.date_at(text, position, day)
            if text[position : position + 1].isdigit()
            else None
        )
        if found is None or found.iso is None or found.precision != "day":
            return None
        return Target(
            position, found.end, "autre", "reference/article", date=found.iso, anaphor="daté"
        )

    def target_at(
        self, text: str, position: int, day: date | None, *, fused: bool = False
    ) -> Target | None:
        """The text named, or stood for, at `position` (after its determiner)."""
        code = self._code_at(text, position, noisy=True)
        if code:
            return code
        named = self.named.match(text, position, after_article=True)
        if named:
            return named
        marker = _MARKER.match(text, position)
        noun = self._noun.match(text, marker.end() if marker else position)
        if noun is None:
            return None
        word = fold(noun.group("noun"))
        kind = self.lexicon.kind_by_form.get(word)
        if kind and not marker:
            target = self.texts.match(text, noun.start(), noun.end(), kind, day)
            if target:
                return target
        return self._anaphor(text, position, noun, kind, marker, fused)

    def articles_after(
        self, text: str, position: int, day: date | None
    ) -> tuple[Articles, bool] | None:
        """The articles announced after a text (`, notamment ses articles L. 1 et L. 2`), unless
        they turn out to belong to another one. The flag says that they were closed by a bracket."""
        attached = _ATTACHED.match(text, position)
        if attached is None:
            return None
        lead = attached.group()
        announced = bool(attached.group("adverb") or attached.group("own"))
        if not announced and lead.strip() not in ("(", ":", ",", ", l'"):
            return None
        if "\n\n" in lead or (not announced and "\n" in lead and text[attached.end()].isupper()):
            return None
        articles = read_articles(text, attached.end())
        if articles is None:
            return None
        own = self.target_after(text, articles.end, day)
        if own is not None and own.anaphor is None:
            return None
        opened = "(" in lead and text[articles.end : articles.end + 1] == ")"
        return articles, opened

    def division_after(self, text: str, position: int) -> int | None:
        """Where a part named after the text begins (`, notamment son livre III`)."""
        match = _DIVIDED.match(text, position)
        if match is None or ("\n" in match.group() and text[match.end()].isupper()):
            return None
        return match.end()

    def _code_at(self, text: str, position: int, *, noisy: bool) -> Target | None:
        head = text[position : position + 5].lower()
        found = None
        if head[:4] in ("code", "livr", "nouv", "anne"):
            found = self.codes.match(text, position)
            if found is None and noisy and head[:4] == "code":
                found = self.codes.match_noisy(text, position)
                if found is None:
                    return self._unknown_code(text, position)
        found = found or self.codes.match_short(text, position)
        if found is None:
            return None
        return code_target(text, position, found[0], self.codes, found[1])

    def _unknown_code(self, text: str, position: int) -> Target | None:
        """`code de la musique`: named, but no code of the table is near enough."""
        match = _UNKNOWN.match(text, position)
        if match is None:
            return None
        name = compact(match.group()).lower()
        problem = f"aucun code connu n'est assez proche de « {name} »"
        return Target(position, match.end(), "code", "reference/code", problem=problem)

    def _anaphor(
        self,
        text: str,
        position: int,
        noun: re.Match[str],
        kind: Kind | None,
        marker: re.Match[str] | None,
        fused: bool,
    ) -> Target | None:
        end, authority = noun.end(), None
        qualifiers = self.texts.qualifiers[kind.id].match(text, end) if kind else None
        if qualifiers:
            end = qualifiers.end()
            authority = self.lexicon.authority_of(qualifiers.group())
        back = bool(_BACKWARD.match(text, end)) or bool(
            qualifiers and _BACK_WORD.search(qualifiers.group())
        )
        if not marker and not fused and _OTHER.match(text, end):
            return None
        word = fold(marker.group("marker")) if marker else ""
        how = "présent" if word.startswith("present") else "même" if word or fused else ""
        anaphor = how or ("cité" if back else "nu")
        name = kind.kind if kind else "code"
        rule = kind.id if kind else "reference/code"
        return Target(position, end, name, rule, authority=authority, anaphor=anaphor)


def code_target(text: str, start: int, code: Code, codes: CodeReader, end: int) -> Target:
    """A code as the text of a citation; its other name in brackets belongs to it
    (`CASF (code de l'action sociale et des familles)`)."""
    bracket = _BRACKET.match(text, end)
    if bracket:
        inner = codes.match(text, bracket.end()) or codes.match_short(text, bracket.end())
        if inner and inner[0] is code and text[inner[1] : inner[1] + 1] == ")":
            end = inner[1] + 1
    return Target(start, end, "code", code.id, code=code, code_name=code.name)
