"""Counters of lists, as word processors print them: letters, Roman figures, circled digits."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
# Beyond this, a damaged file is the likelier reason, and the label would be a page long.
_LARGEST = 32_767


def roman(number: int) -> str:
    """`number` in lower-case Roman figures (4 -> `iv`)."""
    parts = []
    for value, figure in _ROMAN:
        count, number = divmod(number, value)
        parts.append(figure * count)
    return "".join(parts)


def repeated_letter(number: int) -> str:
    """Word's letters: a … z, aa, bb … (the letter is repeated)."""
    turns, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (turns + 1)


def spreadsheet_letter(number: int) -> str:
    """LibreOffice's letters without « letter-sync »: a … z, aa, ab …."""
    letters = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def render(number: int, form: str) -> str | None:
    """`number` in one of WordprocessingML's number formats; None for one that is not known."""
    if number < 1 or number > _LARGEST or form in ("decimal", "decimalHalfWidth"):
        return str(number)
    if form in ("lowerRoman", "upperRoman"):
        text = roman(number)
    elif form in ("lowerLetter", "upperLetter"):
        text = repeated_letter(number)
    elif form == "decimalZero":
        text = f"{number:02d}"
    elif form == "ordinal":
        text = "1er" if number == 1 else f"{number}e"
    elif form == "numberInDash":
        text = f"- {number} -"
    elif form == "hex":
        text = f"{number:X}"
    elif form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"):
        text = chr(0x2460 + number - 1) if number <= 20 else str(number)
    elif form == "chicago":
        text = "*†‡§"[(number - 1) % 4] * ((number - 1) // 4 + 1)
    else:
        return None
    return text.upper() if form.startswith("upper") else text
