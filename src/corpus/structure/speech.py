"""Speech: is this a hearing, and which of the labels people typed announce its turns?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from rapidfuzz import fuzz

from corpus.french.fold import fold_word
from corpus.model import Document
from corpus.structure.cues import cue_labels, with_cues
from corpus.structure.directions import is_direction
from corpus.structure.floor import Floor, Speech
from corpus.structure.kinds import named_kind
from corpus.structure.labels import Label, find_labels, lone_labels
from corpus.structure.people import ALIKE, MANY, read_head, role_of, split_title
from corpus.structure.posts import post_of
from corpus.structure.questions import question_labels
from corpus.structure.words import starts_with

# A hearing shows its first labels early; the rest of a text without any is not searched.
_SAMPLE = 15_000
# At least one label for so many characters: « M. X : » now and then does not make a hearing.
_LONGEST_TURN = 30_000
# A line of that many characters after a label is speech.
_SAID = 60
_INITIAL = re.compile(r"(\w)\.(?:-\w\.)?\s+(?=\w{3})")
_WORD = re.compile(r"\S")
_ACT = re.compile(r"^(?:Vu |VU |Article \d|Art\. \d|ARTICLE \d)", re.MULTILINE)


def find_speech(document: Document) -> Speech | None:
    """The turns of `document`: from its subtitles, its printed labels, or (in an interview) its
    questions set in bold; None when it is no hearing."""
    if any(block.kind == "cue" for block in document.blocks):
        return from_cues(document)
    labels = accepted_labels(document.text)
    if not labels:
        labels = question_labels(document)
    return hold(document, labels) if labels else None


def hold(document: Document, labels: Sequence[Label]) -> Speech:
    """Give the floor to each label in turn."""
    head_end = labels[0].start
    speech = Speech(head_end=head_end)
    Floor(document, read_head(document.text, head_end), labels, speech).hold()
    return speech


def from_cues(document: Document) -> Speech | None:
    """The turns of a subtitle file, each with its cues; speakers may stand in the cues' words."""
    labels, cues = cue_labels(document, accepted_labels(document.text))
    if not labels:
        return None
    speech = hold(document, labels)
    speech.turns = [with_cues(turn, cues) for turn in speech.turns]
    return speech


def accepted_labels(text: str) -> list[Label]:
    """The printed labels that announce turns, when there are enough of them for a hearing."""
    if _is_act(text):
        return []
    labels = _candidates(text)
    accepted = judge(text, labels) if len(labels) > 1 else []
    if len(accepted) > 1 and all(_is_question(label) for label in accepted):
        return list(_with_answers(text, accepted))
    if _is_hearing(text, accepted):
        return accepted
    return _lone(text)


def _lone(text: str) -> list[Label]:
    """Labels alone on their line: two speakers or more, each of whom comes back, and sentences
    between them; a table or a list of names has none."""
    if len(lone_labels(text[:_SAMPLE])) < 3:
        return []
    labels = lone_labels(text)
    counts = Counter(label.key for label in labels)
    kept = [label for label in labels if counts[label.key] > 1]
    if len(kept) < 4 or len({label.key for label in kept}) < 2:
        return []
    ends = [label.start for label in kept[1:]] + [len(text)]
    words = [text[label.end : end].strip() for label, end in zip(kept, ends, strict=True)]
    told = sum(len(w) > 20 and w.endswith((".", "?", "!", "…")) for w in words)
    return kept if told * 2 >= len(words) and all(words) else []


def _is_question(label: Label) -> bool:
    post = post_of(label.name) if label.shape == "role" else None
    return post is not None and post.kind == "question"


def _with_answers(text: str, questions: Sequence[Label]) -> Iterator[Label]:
    """« Question 1 : … ? », then the answer on the lines below, under no label of its own."""
    for question in questions:
        yield question
        stop = text.find("\n", question.end)
        answer = _WORD.search(text, stop) if stop > 0 else None
        if answer is not None and text.find("?", question.end, stop) > 0:
            yield Label(answer.start(), answer.start(), "role", "", "réponse")


def _candidates(text: str) -> list[Label]:
    sample = find_labels(text[:_SAMPLE])
    if len(text) <= _SAMPLE or len(sample) < 2:
        return sample
    return find_labels(text)


def _is_act(text: str) -> bool:
    """Does the head name an order, a decree, a circular? Then no label is looked for."""
    head = islice((line for line in text[:2000].split("\n") if line.strip()), 8)
    return any(named_kind(line.strip(" #*_")) in ("legal", "circular") for line in head)


def judge(text: str, labels: Sequence[Label]) -> list[Label]:
    """The labels that announce a turn: roles, offices and civilities on sight; bare names and
    brackets when they come back, bear a time, or belong to someone already heard.

    Labels that end with a mere full stop (« Mme X, directrice. Je vous… ») count in the minutes of
    a session only, and only where no stronger mark is used.
    """
    strong = [label for label in labels if not label.weak]
    weak = [label for label in labels if label.weak]
    if len(weak) > 3 and len({w.key for w in weak}) > 1 and _is_session(text[:3000]):
        used = [label for label in strong if label.shape in ("titled", "office")]
        if len(used) < 3:
            return weak
    counts = Counter(label.key for label in strong)
    heard = {label.key for label in strong if label.shape == "titled"}
    usual = [key for key, count in counts.items() if count > 1][:MANY]
    first = min((label.start for label in strong if counts[label.key] > 1), default=0)
    head = fold_word(text[: min(first, 3000)])
    presided = any(_presides(label) for label in strong)
    kept: list[Label] = []
    for label in strong:
        if not kept and (_heads_a_list(text, label) or _presents(text, label, counts)):
            continue
        present = label.start > first and _named_in(head, label)
        if presided and not present:
            present = _presides(label) or _says_who(text, label)
        if present or _announces(text, label, counts, heard) or _misspells(label, usual):
            kept.append(label)
    return kept


def _presides(label: Label) -> bool:
    """« Jeanne Vial, présidente : », « Marc Ott, rapporteur : »: minutes without civilities."""
    return label.shape == "name" and role_of(label.extra) in ("chair", "rapporteur")


def _says_who(text: str, label: Label) -> bool:
    """« Ida Roux, pédiatre à l'hôpital de Nantes : Les enfants… », once: a whole name, a function,
    and words enough for a turn."""
    if label.shape != "name" or not label.extra or " " not in label.name:
        return False
    rest = text[label.end : label.end + 400].partition("\n")[0].strip()
    return len(rest) > _SAID and rest[:1].isupper()


def _named_in(head: str, label: Label) -> bool:
    """Is a label that comes once the name, or the code, of somebody whom the head presents?"""
    key = re.escape(label.key)
    if label.shape == "bracket":
        return re.search(rf"\[{key}\]", head) is not None
    if label.shape != "name" or len(label.key) < 4:
        return False
    short = _INITIAL.match(label.key)
    if short is not None:  # « O. Traoré » for Oumou Traoré
        key = rf"{short[1]}\w+(?:-\w+)?\s+{re.escape(label.key[short.end() :])}"
    return re.search(rf"(?<!\w){key}(?!\w)", head) is not None


def _is_session(head: str) -> bool:
    lines = (line.strip(" –—-*#") for line in head.split("\n"))
    return any(starts_with(line, "hearing", "seances") for line in lines)


def _announces(text: str, label: Label, counts: Counter[str], heard: set[str]) -> bool:
    if label.shape == "bracket" and (
        is_direction(label.name) or not re.search(r"[^\W\d]", label.name)
    ):
        return False
    if label.time is not None or label.shape == "office":
        return True
    if label.shape == "role":
        return len(label.key) > 1 or counts["q"] + counts["r"] > 2
    if label.shape == "titled":
        rest = text[label.end : label.end + 60].split("\n", 1)[0]
        return sum(map(str.isalpha, rest)) > 2 or not rest.strip()
    if post_of(label.name) is not None:
        return True
    return counts[label.key] > 1 or any(name.endswith(f" {label.key}") for name in heard)


def _misspells(label: Label, usual: Sequence[str]) -> bool:
    """A bare name typed once, all but the name that comes back elsewhere (`DURAND Pual`)."""
    if label.shape not in ("name", "bracket") or len(label.key) < 6:
        return False
    return any(fuzz.ratio(label.key, key) >= ALIKE for key in usual)


def _heads_a_list(text: str, label: Label) -> bool:
    """« Pour la mission : Mme Rocher, M. Delvaux »: a line of the head that names people."""
    if label.shape != "role" or label.time is not None:
        return False
    rest = text[label.end : label.end + 400].split("\n", 1)[0].strip(" *_")
    return not rest or (
        split_title(rest)[0] != "" and len(rest) < 300 and not rest.endswith(("?", "!", "."))
    )


def _presents(text: str, label: Label, counts: Counter[str]) -> bool:
    """« Enquêteur : P. Rolland », « Intervenants : [MD] Martine Descombes »: a line of the head
    that presents someone whose label comes back below, or a list of coded names."""
    if label.time is not None or counts[label.key] > 1:
        return False
    rest = text[label.end : label.end + 400].split("\n", 1)[0].strip(" *_")
    if re.match(r"\[[^\]\[]{1,12}\]\s", rest):
        return True
    name = fold_word(re.split(r"[,(;–—]", rest, maxsplit=1)[0].strip())
    return bool(name) and counts[name] > 1


def _is_hearing(text: str, labels: Sequence[Label]) -> bool:
    if len(labels) < 2 or len({label.key for label in labels}) < 2:
        return False
    if len(labels) == 2 and all(label.shape == "name" for label in labels):
        return False
    # A list of people (« Le président : M. X ») names each once, without time or dash.
    counts = Counter(label.key for label in labels)
    dashed = any(label.printed[-1] in "–—-" or _presides(label) for label in labels)
    if not dashed and max(counts.values()) < 2 and all(label.time is None for label in labels):
        return False
    spoken = len(text) - labels[0].start
    if spoken > _LONGEST_TURN * len(labels):
        return False
    acts = len(_ACT.findall(text))
    return acts < 3 or len(labels) > 3 * acts
