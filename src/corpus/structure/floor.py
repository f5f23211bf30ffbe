"""The floor: who speaks under each label of a hearing, as what, and where the words end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from corpus.french.fold import fold_word
from corpus.model import Document, Problem, Role, Span, Turn
from corpus.structure.directions import find_directions, is_direction_line
from corpus.structure.labels import Label
from corpus.structure.people import (
    ALIKE,
    MANY,
    People,
    Person,
    category_of,
    organisation_in,
    read_presidency,
    role_of,
    split_title,
)
from corpus.structure.posts import ASKERS, Post, kind_of, post_of, unnamed
from corpus.structure.vocabulary import load

_LAST_NAMES = re.compile(r"[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+){0,3}$")


@dataclass(slots=True)
class Speech:
    """The turns of a document, in order, and what lies around them.

    `labels` are the spans of the printed labels; `head_end` is where the first turn begins.
    """

    turns: list[Turn] = field(default_factory=list)
    labels: list[Span] = field(default_factory=list)
    directions: list[Span] = field(default_factory=list)
    head_end: int = 0
    problems: list[Problem] = field(default_factory=list)


class Floor:
    """Gives the floor: goes through the labels in order and keeps who holds which office."""

    def __init__(
        self, document: Document, people: People, labels: Sequence[Label], speech: Speech
    ) -> None:
        self.document = document
        self.text = document.text
        self.people = people
        self.labels = labels
        self.speech = speech
        self.shown: dict[str, Person] = {}
        self.told_by_end: dict[int, int] = {}
        self.usual = Counter(label.key for label in labels)
        often = {label.key: label.name for label in labels if self.usual[label.key] > 1}
        self.frequent = often if len(often) <= MANY else {}
        self.interview = any(
            post.role == "interviewer" for label in labels if (post := self._post(label))
        ) or any(p.role == "interviewer" for p in people.all)
        self.parliament = any(label.shape == "office" for label in labels) or any(
            role_of(label.extra) in ("chair", "rapporteur") for label in labels
        )

    def hold(self) -> None:
        """Fill the speech with turns and stage directions."""
        text, labels = self.text, self.labels
        speech = self.speech
        end_of_speech = len(text.rstrip())
        speech.directions = find_directions(text, 0, end_of_speech)
        self.told_by_end = {span.end: span.start for span in speech.directions}
        stops = self._stops()
        previous: Turn | None = None
        for index, label in enumerate(labels):
            following = labels[index + 1].start if index + 1 < len(labels) else end_of_speech
            between = stops[bisect_right(stops, label.end) :]
            if between and between[0] < following:
                following = between[0]
            start, end = self._words(label.end, following)
            self._presidencies(previous.end if previous else 0, label.start)
            turn = self._turn(label, start, end, previous)
            speech.turns.append(turn)
            if label.end > label.start:
                speech.labels.append(Span(label.start, label.end))
            previous = turn
        self._settle_roles()
        self._check_times()

    # ------------------------------------------------------------ where a turn ends

    def _stops(self) -> list[int]:
        """Lines that end a turn though no label follows: told lines, and the title come back."""
        stops = [
            span.start
            for span in self.speech.directions
            if is_direction_line(self.text[span.start : span.end])
        ]
        title = self.text[: self.speech.head_end].strip().split("\n", 1)[0].strip(" *#")
        position = self.speech.head_end
        for line in self.text[position:].split("\n"):
            words = line.strip(" *#")
            if (0 < len(words) < 120 and title and fuzz.ratio(words, title) > 88) or (
                words[:1] in "MD" and self._is_told(words)
            ):
                stops.append(position)
            position += len(line) + 1
        stops.extend(b.start for b in self.document.blocks if b.kind == "heading")
        return sorted(stops)

    def _is_told(self, words: str) -> bool:
        """« M. Y répond que… »: the transcript tells what a person of the hearing says."""
        match = _told().match(words[:120])
        if match is None:
            return False
        title, name = split_title(match["who"])
        key = fold_word(name)
        return self.people.match(title, name) is not None or any(
            key in fold_word(label.name) for label in self.labels
        )

    def _words(self, start: int, end: int) -> tuple[int, int]:
        """The turn's own words: blanks and the stage directions at its end left out."""
        text = self.text
        while start < end and (text[start].isspace() or text[start] == "\u200b"):
            start += 1
        trimmed = True
        while trimmed:
            trimmed = False
            while end > start and text[end - 1].isspace():
                end -= 1
            told = self.told_by_end.get(end)
            if told is not None and told >= start:
                end, trimmed = told, True
        return start, max(start, end)

    def _presidencies(self, start: int, end: int) -> None:
        if end - start > 2000 or end <= start:
            return
        for line in self.text[start:end].split("\n"):
            if line.strip():
                read_presidency(self.people, " ".join(line.split()))

    # ------------------------------------------------------------ who speaks

    def _turn(self, label: Label, start: int, end: int, previous: Turn | None) -> Turn:
        post = self._post(label)
        if post is not None:
            speaker, attribution, person = self._behind(post, label)
            open_role = post.role == "other" and post.name and attribution == "explicit"
            attribution = "role-open" if open_role else attribution
            turn = Turn(start, end, label.printed, speaker, post.role, kind=post.kind or "",
                        attribution=attribution)  # fmt: skip
            if person is not None:
                turn = replace(turn, organisation=person.organisation, category=person.category,
                               function=person.function)  # fmt: skip
            elif turn.category is None:
                turn = replace(turn, category=category_of(post.name))
            if post.role == "interviewer" and turn.organisation is None:
                turn = replace(turn, organisation=self.people.mission)
        elif label.shape == "office":
            turn = self._office(label, start, end)
        else:
            turn = self._person(label, start, end)
        return replace(
            turn,
            time=label.time,
            time_to=label.time_to,
            label_start=label.start if label.end > label.start else None,
            label_end=label.start + len(label.printed) if label.end > label.start else None,
        )

    def _post(self, label: Label) -> Post | None:
        if label.shape in ("titled", "office"):
            return None
        if label.shape == "role" and fold_word(label.name) in unnamed():
            return Post(label.name, role_of(label.name) or "other", None)
        return post_of(label.name)

    def _behind(self, post: Post, label: Label) -> tuple[str | None, str, Person | None]:
        """The person behind « Question » or « Chercheur » when the head names only one; otherwise
        the role's own name, with the number that tells apart « Intervenant 1 » and « 2 »."""
        same = ("interviewee", "witness") if post.role == "interviewee" else (post.role,)
        named = [p for p in self.people.all if p.role in same]
        if len(named) == 1 and post.role in ("interviewer", "interviewee", "chair", "rapporteur"):
            return named[0].shown, "inferred", named[0]
        number = re.search(r"\d+$| [A-Z]$", label.name)
        if not post.name:
            return None, "explicit", None
        suffix = f" {number.group().strip()}" if number else ""
        return post.name + suffix, "explicit", None

    def _office(self, label: Label, start: int, end: int) -> Turn:
        person = self.people.holder(label.name)
        role = role_of(label.name) or "other"
        if person is None and role == "chair":
            person = self._chair_named(label.name)
        if person is None:
            return Turn(start, end, label.printed, None, role, kind="")
        return Turn(start, end, label.printed, person.shown, person.role or role,
                    self.people.mission or person.organisation, person.category, "",
                    attribution="inferred", function=person.function)  # fmt: skip

    def _chair_named(self, office: str) -> Person | None:
        """« M. le président Jean Roux », where no line of the head says who presides."""
        title, words = split_title(office)
        name = _LAST_NAMES.search(words)
        if name is None:
            return None
        known = self.people.add(Person(name.group(), title, "président", role="chair"))
        self.people.promote(known)
        return known

    def _person(self, label: Label, start: int, end: int) -> Turn:
        voices = re.split(r"\s+et\s+", label.name) if label.shape == "titled" else [label.name]
        people = [self._known(voice, label.extra) for voice in voices]
        first = people[0]
        body = first.organisation
        if first.role in ("chair", "rapporteur") or (body is None and first.role == "interviewer"):
            body = self.people.mission or body
        return Turn(start, end, label.printed, " et ".join(p.shown for p in people),
                    first.role or "other", body, first.category, "",
                    attribution="explicit" if first.role else "role-open",
                    function=first.function)  # fmt: skip

    def _known(self, voice: str, extra: str) -> Person:
        title, name = split_title(voice)
        key = fold_word(voice)
        if self.usual[key] == 1 and len(key) > 5 and self.people.match(title, name) is None:
            name = self._mended(key) or name
        person = self.people.match(title, name) or self.people.with_initials(name)
        role = role_of(extra)
        if person is None:
            person = Person(
                name, title, extra or None, organisation_in(extra), category_of(extra), role
            )
            self.people.enter(person)
        elif extra:
            person.function = person.function or extra
            person.organisation = person.organisation or organisation_in(extra)
            person.category = person.category or category_of(extra)
            person.role = person.role or role
            if role in ("chair", "rapporteur"):
                person.function, person.role = extra, role
                self.people.promote(person)
        return person

    def _mended(self, key: str) -> str | None:
        """The usual spelling of a label typed once with a slip."""
        near = [name for usual, name in self.frequent.items() if fuzz.ratio(usual, key) >= ALIKE]
        return split_title(near[0])[1] if near else None

    # ------------------------------------------------------------ roles and kinds

    def _settle_roles(self) -> None:
        turns = self.speech.turns
        askers = set() if self.interview or self.parliament else self._askers()
        self.shown = {person.shown: person for person in reversed(self.people.all)}
        asked = turned_round = False
        for index, turn in enumerate(turns):
            words = self.text[turn.start : turn.end]
            role, attribution = turn.role, turn.attribution
            if attribution == "role-open":
                role, attribution = self._open_role(turn, askers)
            elif role == "witness" and not self.parliament:
                role = "interviewee"  # nobody sits in judgment: this is an interview
            kind = turn.kind or kind_of(role, words, asked)
            if kind == "question" and turned_round and "?" not in words:
                kind = "statement"  # « Et on sera invités ? – Question : Oui. »
            turns[index] = replace(turn, role=role, attribution=attribution, kind=kind)
            asks = role in ASKERS
            asked = kind == "question" if asks else asked
            turned_round = not asks and kind == "question"

    def _open_role(self, turn: Turn, askers: set[str | None]) -> tuple[Role, str]:
        if self.interview:
            return "interviewee", "explicit"
        if self.parliament:
            person = self.shown.get(turn.speaker or "")
            witness = person is not None and (
                person.organisation or person.role == "witness" or _is_profession(person.function)
            )
            return ("witness" if witness else "member"), "explicit"
        if askers:
            return ("interviewer" if turn.speaker in askers else "interviewee"), "inferred"
        return "other", "explicit"

    def _askers(self) -> set[str | None]:
        """Those who ask: two of their turns in three end as questions, and at most one in five of
        the others' does. People named as heard are not among them. Empty when it is not clear."""
        heard = {p.shown for p in self.people.all if p.role in ("interviewee", "witness")}
        turns: Counter[str | None] = Counter()
        asked: Counter[str | None] = Counter()
        for turn in self.speech.turns:
            turns[turn.speaker] += 1
            asked[turn.speaker] += self.text[turn.start : turn.end].rstrip(' »"').endswith("?")
        askers = {s for s in turns if s not in heard and asked[s] * 3 >= turns[s] * 2}
        others = [s for s in turns if s not in askers]
        clear = sum(asked[s] for s in others) * 5 <= sum(turns[s] for s in others)
        return askers if others and clear and sum(asked[s] for s in askers) > 1 else set()

    def _check_times(self) -> None:
        for turn in self.speech.turns:
            for time in (turn.time, turn.time_to):
                if time is not None and re.search(r"[:hm'](?:[6-9]\d|\d{3})", time):
                    line = self.text.count("\n", 0, turn.label_start or 0) + 1
                    self.speech.problems.append(
                        Problem(
                            "heure-impossible",
                            f"{self.document.name} : heure impossible « {time} » (ligne {line}).",
                            "Corrigez l'heure dans la transcription ; le tour est lu quand même.",
                            "info",
                            self.document.path,
                            None,
                            line,
                            turn.label_start,
                            turn.label_end,
                        )
                    )


def _is_profession(function: str | None) -> bool:
    """« assistante familiale » is heard; « LaREM », « députée » sit in the commission."""
    return bool(function) and str(function)[0].islower() and role_of(function) is None


@lru_cache(maxsize=1)
def _told() -> re.Pattern[str]:
    data: Mapping[str, Any] = load("hearing")
    titles = "|".join(re.escape(t) for t in sorted(data["civilites"], key=len, reverse=True))
    verbs = "|".join(sorted(data["recit"], key=len, reverse=True))
    return re.compile(
        rf"(?P<who>(?:{titles})\s+[A-ZÀ-Ý][\w'’.-]*(?:\s[A-ZÀ-Ý][\w'’.-]*)?)"
        rf"(?:\s*,[^,]{{2,60}},)?\s+(?:(?:lui|leur|l['’]|y|en|ne|se|s['’])\s*)*(?:{verbs})\b"
    )
