"""References tied to texts: those the corpus holds, and one shared record for each only cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

from corpus.extraction.references.lexicon import Lexicon
from corpus.french.dates import written_date
from corpus.linking.model import Citation, Source, TextCited
from corpus.linking.texts_addresses import code_address, eli_of
from corpus.linking.texts_clusters import Clusters, Record
from corpus.linking.texts_identity import (
    NATIONAL,
    Identity,
    identity_of,
    identity_of_document,
    name_key,
    slug,
)  # fmt: skip
from corpus.linking.texts_problems import problems_of
from corpus.linking.texts_targets import expand, section_of, titled_sections
from corpus.model import Problem, Reference
from corpus.rules import Ruleset, load_rules

# An object longer than this is cut between two words: it runs into what follows it.
_LONGEST_OBJECT = 110
_MASCULINE = ("arrêté", "décret", "règlement", "avis", "rapport")
OPEN = "la citation ne dit pas assez quel texte elle vise"


def resolve(
    sources: Sequence[Source], *, rules: Ruleset | None = None
) -> tuple[tuple[TextCited, ...], tuple[Citation, ...], tuple[Problem, ...]]:
    """Every reference of every document tied to a text, or left open with its reason.

    Gives the texts (held ones and ones only cited, one record each, however they are written), one
    citation per article of each reference, and what contradicts itself. The order of `sources`
    decides nothing but which of two copies of a text counts as the one held.
    """
    work = _Resolution(sources, Lexicon(rules if rules is not None else load_rules()))
    work.gather()
    citations = tuple(work.citations())
    texts = tuple(sorted(work.texts(), key=lambda text: text.key))
    return texts, citations, (*work.problems, *problems_of(sources, texts, citations))


@dataclass(slots=True)
class _Cited:
    """One reference on its way to a record."""

    source: Source
    index: int
    reference: Reference
    identity: Identity | None
    record: Record | None = None
    reason: str | None = None


class _Resolution:
    def __init__(self, sources: Sequence[Source], lexicon: Lexicon) -> None:
        self.sources, self.lexicon = sources, lexicon
        self.clusters = Clusters()
        self.own: dict[str, Record] = {}
        self.problems: list[Problem] = []
        self.cited: list[_Cited] = []
        self.by_key = {source.key: source for source in sources}

    def gather(self) -> None:
        """Held texts first, then citations with an anchor, then those with a day alone."""
        for source in self.sources:
            self._hold(source)
            for section, title in titled_sections(source.extraction.structure):
                self._hold_part(source, section, title)
        for source in self.sources:
            text = source.extraction.document.text
            for index, reference in enumerate(source.extraction.references):
                identity = None
                if not reference.own:
                    identity = identity_of(reference, text, self.lexicon)
                self.cited.append(_Cited(source, index, reference, identity))
        self._attach()
        taken: set[str] = set()
        for record in self.clusters.records:
            record.settle_key(taken)

    def _attach(self) -> None:
        for one in self.cited:
            if one.identity is not None and one.identity.anchors():
                one.record = self.clusters.add(one.identity, one.source.key)
        self.clusters.file()
        for one in self.cited:
            if one.record is None and one.identity is not None and one.identity.number:
                one.record = self.clusters.number(one.identity, one.source.key)
        dated = [one for one in self.cited if one.record is None and one.identity is not None]
        for one in sorted(dated, key=lambda one: not (one.identity and one.identity.subject)):
            if one.identity is not None and one.identity.date and len(one.identity.date) == 10:
                one.record, one.reason = self.clusters.place(one.identity, one.source.key)
        self._repeat()

    def _repeat(self) -> None:
        """`la loi du 5 mars 2007` again, after it was cited with its object or number: the one of
        that day last named in the document."""
        last: dict[tuple[str, str, str], Record] = {}
        for one in self.cited:
            identity = one.identity
            if identity is None or not identity.date:
                continue
            place = (one.source.key, identity.series, identity.date)
            if one.record is None and one.reason and place in last:
                one.record, one.reason = last[place], None
            elif one.record is not None:
                last[place] = one.record

    def citations(self) -> Iterator[Citation]:
        """One citation for each article of each reference, ranges written out."""
        for one in self.cited:
            record = self.own.get(one.source.key) if one.reference.own else one.record
            reason = one.reason or one.reference.abstention
            if record is None:
                reason = reason or OPEN
            relation = one.reference.relation or "cite"
            for article in expand(one.reference) or (None,):
                section = self._section(record, article, one.reference)
                yield Citation(
                    document=one.source.key,
                    reference=one.index,
                    text=record.key if record else None,
                    article=article,
                    section=section,
                    relation=relation,
                    reason=reason if record is None else one.reason,
                )

    def texts(self) -> Iterator[TextCited]:
        """One record per text, with its title and the addresses its identity determines."""
        for record in self.clusters.records:
            yield self._text(record)

    def _hold(self, source: Source) -> None:
        structure = source.extraction.structure
        identity = identity_of_document(structure.metadata, self.lexicon)
        if identity is not None and identity.anchors():
            record = self.clusters.add(identity, source.key)
        elif identity is not None or any(one.own for one in source.extraction.references):
            known = identity or Identity(structure.metadata.kind or "document", "document")
            record = self._unnamed(known, source.key)
        else:
            return
        if record.document is None:
            record.document = source.key
            record.title = structure.metadata.title or source.extraction.document.name
        elif record.document != source.key:
            self.problems.append(_twice(source, record))
        self.own[source.key] = record

    def _unnamed(self, identity: Identity, key: str) -> Record:
        """A held text that others can cite by its day only, or by nothing at all."""
        record = Record(f"document:{key}", [identity])
        record.cited_by.add(key)
        self.clusters.records.append(record)
        return record

    def _hold_part(self, source: Source, section: int, title: str) -> None:
        """A charter or agreement printed as an annex is a text of its own, held there."""
        identity = Identity("charte", slug("charte"), name=title)
        record = self.clusters.add(identity, source.key)
        if record.document is None:
            record.document, record.section, record.title = source.key, section, title

    def _section(
        self, record: Record | None, article: str | None, reference: Reference
    ) -> int | None:
        if record is None or record.document is None:
            return None
        structure = self.by_key[record.document].extraction.structure
        found = section_of(structure, article, reference, within=record.section)
        return found if found is not None or article else record.section

    def _text(self, record: Record) -> TextCited:
        kinds = [one.kind for one in record.identities]
        kind = kinds[0] if kinds else "autre"
        number, nor = record.first("number"), record.first("nor")
        dates = sorted(record.dates())
        day = record.first("date")
        eli = eli_of(kind, number, day, nor) if len(dates) <= 1 else None
        code = record.first("code")
        address = next(
            (code_address(one.legitext) for one in self.lexicon.codes if one.id == f"code/{code}"),
            None,
        )
        return TextCited(
            key=record.key,
            kind=kind,
            title=record.title or self._title(record, kind, number, day),
            number=number,
            date=day,
            nor=nor,
            authority=record.first("authority"),
            document=record.document,
            url=address or eli,
            eli=eli,
        )

    def _title(self, record: Record, kind: str, number: str | None, day: str | None) -> str:
        code = record.first("code")
        if code:
            names = {one.id: one.name for one in self.lexicon.codes}
            return names.get(f"code/{code}", code)
        name = record.first("name")
        if name and not number:
            return name
        word = record.identities[0].series if kind == "autre" else kind
        parts = [word]
        authority = record.first("authority")
        if authority and kind not in NATIONAL:
            parts.append(_agreed(authority, word))
        if number:
            parts.append(f"n° {number}")
        if day:
            parts.append(f"du {written_date(day)}" if len(day) == 10 else f"({written_date(day)})")
        about = record.first("about")
        if about:
            parts.append(shorten(about, _LONGEST_OBJECT, placeholder=" …"))
        return " ".join(parts)


def _agreed(authority: str, word: str) -> str:
    """The adjective of an authority in the gender of the kind of text."""
    if word in _MASCULINE:
        return authority
    for masculine, feminine in (("el", "elle"), ("en", "enne")):
        if authority.endswith(masculine):
            return authority.removesuffix(masculine) + feminine
    return authority + "e"


def _twice(source: Source, record: Record) -> Problem:
    return Problem(
        code="texte-en-double",
        message=f"« {source.key} » est le même texte que « {record.document} ».",
        remedy="Gardez-en un seul dans le corpus, ou corrigez le numéro ou la date de l'un d'eux.",
        severity="warning",
        path=source.extraction.document.path,
    )


__all__ = ["OPEN", "name_key", "resolve"]
