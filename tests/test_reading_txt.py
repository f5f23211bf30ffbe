"""Plain texts: their encoding, line ends, accents and pages."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from corpus.model import Document
from corpus.reading import Source, read, read_source, restore

SHARED = Path(__file__).parents[2] / "shared"


def doc(data: bytes, name: str = "note.txt") -> Document:
    (document,) = read_source(Source.from_bytes(data, name))
    return document


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["seeds", "gold"])
def test_a_clean_text_is_kept_character_for_character(folder: str) -> None:
    files = sorted((SHARED / folder).glob("*.txt"))
    if not files:
        pytest.skip("../shared est absent")
    for path in files:
        document = read(path)
        assert document.text == path.read_bytes().decode("utf-8")
        assert document.edits == ()


def test_spaces_and_blank_lines_are_kept() -> None:
    text = "\n\n  Objet :  Coordination  départementale \n\nLe\xa0préfet\n"
    assert doc(text.encode()).text == text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"]
)
def test_the_encoding_is_found(encoding: str) -> None:
    text = "Été 2022 : la préfète d'Île-de-France a reçu la mission, à Évry.\nElle l'a écoutée.\n"
    assert doc(text.encode(encoding)).text == text


@pytest.mark.parametrize("text", ["Réunion du 3 mai à 10 h.", "Le Caf de Besançon", "à vous"])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850"])
def test_a_few_words_are_enough(text: str, encoding: str) -> None:
    assert doc(text.encode(encoding)).text == text


def test_a_guessed_encoding_is_told() -> None:
    document = doc("Décidé à l’unanimité – c’est noté".encode("cp1252"))
    assert document.text == "Décidé à l’unanimité – c’est noté"
    assert document.properties["encoding"] == "cp1252"
    assert [problem.code for problem in document.problems] == ["encodage-devine"]


def test_a_few_stray_bytes_do_not_spoil_a_utf8_text() -> None:
    document = doc("Le préfet a décidé, à l'été, d'éviter ".encode() + "l'échec".encode("cp1252"))
    assert document.text == "Le préfet a décidé, à l'été, d'éviter l'échec"
    assert [problem.code for problem in document.problems] == ["encodage-mixte"]


def test_line_ends_and_accents_are_made_uniform_and_logged() -> None:
    raw = "Re\u0301union\r\nde la\rCaf\r\n"
    document = doc(raw.encode())
    assert document.text == "Réunion\nde la\nCaf\n"
    assert [(edit.kind, edit.raw, edit.text) for edit in document.edits] == [
        ("normal-form", "e\u0301", "é"),
        ("line-end", "\r\n", "\n"),
        ("line-end", "\r", "\n"),
        ("line-end", "\r\n", "\n"),
    ]
    for edit in document.edits:
        assert raw[edit.raw_start : edit.raw_start + len(edit.raw)] == edit.raw
        assert document.text[edit.start : edit.start + len(edit.text)] == edit.text


def test_form_feeds_end_pages_and_stay_in_the_text() -> None:
    document = doc(b"Page une\n\x0cPage deux\r\n\x0cPage trois\n\x0c")
    assert document.text == "Page une\n\fPage deux\n\fPage trois\n\f"
    assert [document.text[page.start : page.end] for page in document.pages] == [
        "Page une\n\f",
        "Page deux\n\f",
        "Page trois\n\f",
    ]
    (edit,) = document.edits
    assert (edit.page, edit.raw_start) == (2, len("Page deux"))


@pytest.mark.parametrize(
    "raw",
    [
        "Une\r\nDeux\rTrois\n",
        "Re\u0301union\r\n\x0cPage\ufeff deux\r\n\x0c\x0c\u2028Fin",
        "\ufeff\x0c\r\n\x0c e\u0301\x0c\u0301",
        "e\ufeff\u0301te\u0301",
    ],
)
def test_every_edit_can_be_undone(raw: str) -> None:
    document = doc(raw.encode())
    assert "".join(restore(document)) == raw.removeprefix("\ufeff")


def test_a_text_without_form_feed_has_no_pages() -> None:
    assert doc(b"Une seule page\n").pages == ()


def test_the_text_is_always_in_normal_form() -> None:
    odd = "e\u0301\u0323 \u1100\u1161 \u2126 \ufeff a\u0308\u0301 \u0301seul \u1e9b\u0323"
    text = doc(odd.encode()).text
    assert unicodedata.is_normalized("NFC", text)
    assert text == unicodedata.normalize("NFC", odd.replace("\ufeff", ""))
