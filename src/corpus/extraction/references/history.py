"""What a document has cited so far, so that an antecedent is found without looking back at all."""

from __future__ import annotations

from collections import Counter, defaultdict

from corpus.extraction.references.found import Draft
from corpus.extraction.references.lexicon import Code, split_article

Key = tuple[str, str]


def identity_key(draft: Draft) -> Key | None:
    """What tells a draft's text from others: code, number, date or name; None when open."""
    if draft.code_name:
        return ("code", draft.code_name)
    if draft.number or draft.date or draft.name:
        return (draft.kind, draft.date or draft.number or draft.name or "")
    return None


class History:
    """The drafts settled so far, filed by what later ones ask for. Adding one and asking cost the
    same however long the document is."""

    def __init__(self) -> None:
        self.last: Draft | None = None
        self.last_identified: Draft | None = None
        self.last_foreign: Draft | None = None
        self.list_head: Draft | None = None
        self.last_named: dict[str, Draft] = {}
        self.codes: dict[str, Draft] = {}
        self._texts: dict[tuple[str, str | None], dict[Key, Draft]] = defaultdict(dict)
        self._visas: dict[tuple[str, str | None], dict[Key, Draft]] = defaultdict(dict)

    def add(self, draft: Draft, *, heads_list: bool = False) -> None:
        """Files a settled draft; `heads_list` when articles may be listed under it."""
        if heads_list:
            self.list_head = draft
        self.last = draft
        key = identity_key(draft)
        if key is None:
            return
        self.last_identified = draft
        if draft.articles is not None and not draft.own:
            self.last_foreign = draft
        if draft.code is not None:
            self.codes.pop(draft.code.name, None)
            self.codes[draft.code.name] = draft
        if draft.name:
            self.last_named[draft.kind] = draft
        place = (draft.kind, draft.authority)
        self._file(self._texts[place], key, draft)
        if draft.relation == "vu":
            self._file(self._visas[place], key, draft)

    @property
    def last_code(self) -> Draft | None:
        """The last citation of a code."""
        return next(reversed(self.codes.values()), None)

    def texts(self, kind: str, authority: str | None, *, visas: bool = False) -> list[Draft]:
        """The distinct texts of a kind cited so far, the latest last: none, the only one, or two,
        which is enough to know that there are several."""
        files = self._visas if visas else self._texts
        found: dict[Key, Draft] = {}
        if authority is None:
            places = [place for place in files if place[0] == kind]
        else:
            places = [(kind, authority), (kind, None)]
        for place in places:
            for key, draft in list(reversed(files.get(place, {}).items()))[:2]:
                if key not in found or draft.start > found[key].start:
                    found[key] = draft
        return sorted(found.values(), key=lambda draft: draft.start)[-2:]

    @staticmethod
    def _file(place: dict[Key, Draft], key: Key, draft: Draft) -> None:
        place.pop(key, None)
        place[key] = draft


class Explicit:
    """What the citations that name their text in full say, before any is settled."""

    def __init__(self, drafts: list[Draft]) -> None:
        self.codes: dict[str, Code] = {}
        self.code_names: dict[str, set[str]] = defaultdict(set)
        self.frequency: Counter[str] = Counter()
        self._firsts: dict[str, set[str]] = defaultdict(set)
        self._dated: dict[tuple[str, str], dict[str, Draft]] = defaultdict(dict)
        self._days: dict[str, dict[str, Draft]] = defaultdict(dict)
        self._periods: dict[Key, dict[str, Draft]] = defaultdict(dict)
        for draft in drafts:
            if draft.target is not None and draft.target.anaphor is None:
                self._file(draft)

    def dated(self, kind: str, month_day: str | None, year: str | None) -> list[Draft]:
        """The texts of a kind dated in full on a day of any year, or in a year."""
        return list(self._dated[kind, month_day or year or ""].values())

    def on_day(self, day: str) -> list[Draft]:
        """The texts of that day, of whatever kind."""
        return list(self._days[day].values())

    def periods(self, kind: str, name: str) -> list[Draft]:
        """The texts of that name that say their years (`Cog 2009-2012`)."""
        return list(self._periods[kind, name].values())

    def affinity(self, name: str, numbers: list[str]) -> tuple[int, int]:
        """How much the articles cited with this code's name look like `numbers`: by their first
        number, then its first two figures, then how often the code is cited."""
        wanted = [str(split_article(number)[1]) for number in numbers]
        firsts = self._firsts[name]
        if any(number in firsts for number in wanted):
            return 3, self.frequency[name]
        close = any(f"{number[:2]}…" in firsts for number in wanted)
        return 1 if close else 0, self.frequency[name]

    def _file(self, draft: Draft) -> None:
        if draft.code is not None:
            name = draft.code.name
            self.codes[name] = draft.code
            self.frequency[name] += 1
            for number in draft.numbers():
                first = str(split_article(number)[1])
                self.code_names[number].add(name)
                self._firsts[name] |= {first, f"{first[:2]}…"}
        if draft.date and len(draft.date) == 10:
            self._days[draft.date].setdefault(draft.kind, draft)
            for part in (draft.date[5:], draft.date[:4]):
                self._dated[draft.kind, part].setdefault(draft.date, draft)
        base, _, years = (draft.name or "").rpartition(" ")
        if base and years[-1:].isdigit():
            self._periods[draft.kind, base].setdefault(draft.name or "", draft)
