"""One record for each text, however it is cited: number, NOR, name, or its day alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from textwrap import shorten

from corpus.linking.texts_identity import Identity, name_key, slug

_YEARLY = re.compile(r"(?:[A-Z]{1,3}-?)?\d{4}-\d{1,4}")


@dataclass(slots=True)
class Record:
    """A text being put together from the citations of it."""

    key: str
    identities: list[Identity] = field(default_factory=list)
    document: str | None = None
    title: str | None = None
    section: int | None = None
    cited_by: set[str] = field(default_factory=set)

    def first(self, attribute: str) -> str | None:
        """The value most often given for an attribute, the first in order among equals."""
        counts = Counter(v for one in self.identities if (v := getattr(one, attribute)))
        return str(counts.most_common(1)[0][0]) if counts else None

    def dates(self) -> set[str]:
        """Every full day given for it."""
        return {one.date for one in self.identities if one.date and len(one.date) == 10}

    def settle_key(self, taken: set[str]) -> None:
        """The plainest key that no other text has: code, number, day, name, NOR."""
        series = self.identities[0].series
        number, day, name = self.first("number"), self.first("date"), self.first("name")
        code, nor = self.first("code"), self.first("nor")
        choices = [f"code:{code}"] if code else []
        if number:
            choices += [f"{series}:{number}", f"{series}:{number}:{day}"]
        if name and not number:
            choices.append(f"{series}:{name_key(name)}")
        if day:
            choices.append(f"{series}:{day}")
        choices += [f"nor:{nor}"] if nor else []
        choices += [self.key, *(f"{self.key}:{rank}" for rank in range(2, 1000))]
        self.key = next(key for key in choices if key not in taken)
        taken.add(self.key)

    def subject(self) -> frozenset[str]:
        """All content words of the objects printed with it."""
        return frozenset().union(*(one.subject for one in self.identities))


class Clusters:
    """Identities gathered by what they share. Feed every identity that has an anchor first
    (`add`), then those with a day alone (`place`)."""

    def __init__(self) -> None:
        self._by_anchor: dict[str, Record] = {}
        self._dated: dict[tuple[str, str], list[Record]] = defaultdict(list)
        self._numbered: dict[tuple[str, str], list[Record]] = defaultdict(list)
        self.records: list[Record] = []

    def add(self, identity: Identity, document: str) -> Record:
        """The record of an identity that has a code, NOR, number or name."""
        anchors = identity.anchors()
        known = [self._by_anchor[key] for key in anchors if key in self._by_anchor]
        record = known[0] if known else self._new(anchors[0])
        for other in known[1:]:
            if other is not record:
                self._merge(record, other)
        for key in anchors:
            self._by_anchor[key] = record
        record.identities.append(identity)
        record.cited_by.add(document)
        return record

    def file(self) -> None:
        """Files the anchored records by day and by number, so that either alone can find them."""
        for record in self.records:
            for series in {one.series for one in record.identities}:
                for day in record.dates():
                    self._dated[series, day].append(record)
                for number in {one.number for one in record.identities if one.number}:
                    self._numbered[series, number].append(record)

    def number(self, identity: Identity, document: str) -> Record:
        """The record of a short number without its day: the only text of the corpus so numbered
        when years make part of it (`2012-093`), of this document otherwise."""
        assert identity.number is not None
        filed = self._numbered[identity.series, identity.number]
        yearly = bool(_YEARLY.fullmatch(identity.number))
        known = [one for one in filed if yearly or document in one.cited_by]
        if len(known) == 1:
            record = known[0]
        else:
            record = self._new(f"{identity.series}:{identity.number}")
            filed.append(record)
        record.identities.append(identity)
        record.cited_by.add(document)
        return record

    def place(self, identity: Identity, document: str) -> tuple[Record | None, str | None]:
        """The record of a text cited by kind and day: the only one of that day, or the one whose
        object it shares; otherwise None, and why."""
        assert identity.date is not None
        filed = self._dated[identity.series, identity.date]
        candidates = [record for record in filed if _agree(record, identity)]
        if len(candidates) > 1 and identity.subject:
            candidates = _by_subject(candidates, identity)
        if len(candidates) > 1:
            here = [record for record in candidates if document in record.cited_by]
            candidates = here or candidates
        if len(candidates) > 1:
            names = " et ".join(sorted(_name(record) for record in candidates))
            return None, f"plusieurs textes de ce genre portent cette date : {names}"
        if not candidates:
            candidates = [self._new(_day_key(identity, len(filed)))]
            filed.append(candidates[0])
        candidates[0].identities.append(identity)
        candidates[0].cited_by.add(document)
        return candidates[0], None

    def get(self, anchor: str) -> Record | None:
        """The record that has this anchor."""
        return self._by_anchor.get(anchor)

    def bind(self, anchor: str, record: Record) -> None:
        """Makes a further anchor lead to a record."""
        self._by_anchor.setdefault(anchor, record)

    def _new(self, key: str) -> Record:
        record = Record(key)
        self.records.append(record)
        return record

    def _merge(self, record: Record, other: Record) -> None:
        record.identities += other.identities
        record.cited_by |= other.cited_by
        record.document = record.document or other.document
        record.title = record.title or other.title
        self.records.remove(other)
        for key, value in self._by_anchor.items():
            if value is other:
                self._by_anchor[key] = record


def _agree(record: Record, identity: Identity) -> bool:
    """Nothing known of the record speaks against this citation: neither authority nor object."""
    authorities = {_class(one.authority) for one in record.identities if one.authority}
    if identity.authority and authorities and _class(identity.authority) not in authorities:
        return False
    subject = record.subject()
    if len(subject) >= 2 and len(identity.subject) >= 2 and not record.first("number"):
        return bool(subject & identity.subject)
    return True


def _name(record: Record) -> str:
    number, about = record.first("number"), record.first("about")
    if number:
        return f"n° {number}"
    known = about or record.title
    return f"« {shorten(known, 60, placeholder=' …')} »" if known else record.key


def _class(authority: str | None) -> str:
    return "ministériel" if authority == "interministériel" else authority or ""


def _by_subject(candidates: Iterable[Record], identity: Identity) -> list[Record]:
    """The candidates that share most words of the object, all of them when none does."""
    scored = [(len(one.subject() & identity.subject), one) for one in candidates]
    best = max(score for score, _ in scored)
    return [one for score, one in scored if score == best]


def _day_key(identity: Identity, rank: int) -> str:
    """`arrete:2022-03-09`; a second text of that kind and day bears its authority or its rank."""
    base = f"{identity.series}:{identity.date}"
    if rank == 0:
        return base
    return f"{base}:{slug(identity.authority) if identity.authority else rank + 1}"
