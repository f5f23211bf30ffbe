"""Deadlines in ISO 8601: a date, a period with the event it runs from, or a frequency.

What the words do not fix stays open (`dans les meilleurs délais` has no ISO form). A day without
its year is given as the standard writes it, `--06-30`; with a frequency it recurs: `R/--06-30`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from corpus.french.dates import find_dates
from corpus.french.fold import fold, fold_word
from corpus.french.numbers import find_numbers


class Deadline(NamedTuple):
    """`iso` is None when the words fix nothing; `event` is what a period runs from, as written."""

    iso: str | None
    event: str | None


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    source = Path(__file__).with_name("statements_deadlines.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(source)
    units = "|".join(sorted(map(str, data["unités"]), key=len, reverse=True))
    data["unit"] = re.compile(rf"\b({units})\b")
    # `le mois`, `une heure`: an article alone is one.
    articles = "|".join(data["un"])
    data["one"] = re.compile(rf"\b(?:{articles})\s*(?:{units})\b")
    before = "|".join(data["avant"])
    data["avant"] = re.compile(rf"\b(?:{before})\s*(?=(?:19|20)\d\d\b)")
    openers = sorted(data["depuis"], key=len, reverse=True)
    data["since"] = re.compile("|".join(rf"\b{re.escape(one)}\b" for one in openers), re.IGNORECASE)
    return data


@lru_cache(maxsize=4096)
def normalise(text: str, reference: str | None = None) -> Deadline:
    """The ISO form of a deadline's words. `reference` is the day of the text they stand in, from
    which `prochain` counts."""
    plain = " ".join(text.split())
    folded = fold(plain)
    frequency = _frequency(folded)
    dates = find_dates(plain, reference)
    if dates:
        date = dates[-1]
        iso = date.iso or (f"--{date.month_day}" if date.month_day else None)
        if frequency and iso:
            return Deadline(f"R/{iso}" if date.yearless else frequency, None)
        return Deadline(iso, None)
    if frequency:
        return Deadline(frequency, None)
    if any(one in folded for one in _data()["immédiat"]):
        return Deadline("P0D", None)
    term = _term(folded, reference)
    if term is not None:
        return Deadline(term, None)
    period = _period(folded)
    return Deadline(period, _event(plain) if period or _data()["since"].search(plain) else None)


def _duration(folded: str, start: int = 0) -> tuple[str, int] | None:
    """The first number with its unit, as `P5W`, and where it begins."""
    data = _data()
    unit = data["unit"].search(folded, start)
    if unit is None:
        return None
    before = folded[start : unit.start()]
    numbers = find_numbers(before)
    value = numbers[-1].value if numbers else 1.0
    code = str(data["unités"][unit.group(1)])
    letters = code.rstrip("0123456789")
    amount = value * float(code[len(letters) :] or 1)
    shown = f"{amount:g}"
    return (
        f"PT{shown}{letters[1]}" if letters.startswith("T") else f"P{shown}{letters}"
    ), unit.end()


def _period(folded: str) -> str | None:
    found = _duration(folded)
    if found is None or not (find_numbers(folded) or _data()["one"].search(folded)):
        return None
    return found[0]


def _term(folded: str, reference: str | None) -> str | None:
    """The last day that a named part of a calendar year leaves: `avant la fin de l'année 2022`, `au
    premier semestre 2023`, `d'ici fin 2022`; the year alone for `en 2023`. A school year, a season
    and a span of years fix no day."""
    data = _data()
    years = _YEAR.findall(folded)
    if any(re.search(rf"\b{word}\b", folded) for word in data["sans_terme"]) or len(years) > 1:
        return None
    part = next((day for words, day in data["parties"].items() if words in folded), None)
    last = any(re.search(rf"\b{word}\b", folded) for word in data["fin"])
    if years:
        before = data["avant"].search(folded)
        if before is not None and not last and part is None:
            return f"{int(years[0]) - 1}-12-31"
        named = part or ("12-31" if last else None)
        return f"{years[0]}-{named}" if named else years[0]
    if last and any(one in folded for one in data["année"]):
        return f"{reference[:4]}-12-31" if reference else "--12-31"
    return None


def _frequency(folded: str) -> str | None:
    data = _data()
    for word, iso in data["fréquences"].items():
        if re.search(rf"\b{word}\b", folded):
            return f"R/{iso}"
    words = [fold_word(word) for word in (*data["par"], *data["chaque"], *data["tous"])]
    for word in words:
        match = re.search(rf"\b{word}\b", folded)
        if match:
            found = _duration(folded, match.end())
            if found is not None:
                return f"R/{found[0]}"
    return None


def _event(plain: str) -> str | None:
    """What a period runs from: the words after `à compter de`, `suivant`, `avant`…"""
    match = _data()["since"].search(plain)
    if match is None:
        return None
    event = plain[match.end() :].strip(" ,.;")
    return event or None
