"""Hostile, broken and mislabelled files end as a named problem in French, with what to do."""

from __future__ import annotations

import random
import struct

import pytest

from corpus.errors import ReadingError
from corpus.reading import Source, read_source
from corpus.reading.archive import Archive, ArchiveLimits
from corpus.reading.doc import program
from fuzz_seeds import seeds
from make_docx import ROOT, docx, p, table, tc, tr
from make_files import archive
from make_odt import odt
from make_odt import p as odt_p
from mutations import broken_promises, mutate

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
SMALL = ArchiveLimits(entries=10, total_bytes=300_000, ratio=100, free_bytes=1_000)


def refused(data: bytes, name: str) -> ReadingError:
    with pytest.raises(ReadingError) as refusal:
        read_source(Source.from_bytes(data, name))
    error = refusal.value
    assert name in error.message
    assert error.remedy.endswith(".")
    return error


def body_of(content: str) -> bytes:
    return archive({"word/document.xml": content})


def ole(*streams: str) -> bytes:
    names = b"".join(name.encode("utf-16-le").ljust(64, b"\x00") for name in streams)
    return OLE + names + b"\x00" * 512


# ---------------------------------------------------------------- archives


def test_too_many_entries() -> None:
    members = {f"word/{n}.xml": "" for n in range(2_001)} | {"word/document.xml": "<x/>"}
    assert refused(archive(members), "bombe.docx").code == "archive-hostile"


def test_an_entry_that_grows_a_thousandfold() -> None:
    content = "<w:document>" + " " * 30_000_000 + "</w:document>"
    assert refused(body_of(content), "bombe.docx").code == "archive-hostile"


def test_announced_sizes_are_not_trusted() -> None:
    data = bytearray(archive({"a.xml": "x" * 200_000}))
    # The directory announces three bytes; the member holds two hundred thousand.
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 3)
    at = data.index(b"PK\x03\x04") + 22
    data[at : at + 4] = struct.pack("<I", 3)
    guarded = Archive(Source.from_bytes(bytes(data), "a.docx"), SMALL)
    with pytest.raises(ReadingError) as refusal:
        guarded.read("a.xml")
    assert refusal.value.code in ("archive-hostile", "archive-endommagee")


def test_members_together_stay_within_the_total() -> None:
    noise = [random.Random(n).randbytes(90_000) for n in range(4)]
    guarded = Archive(
        Source.from_bytes(archive({f"{n}": each for n, each in enumerate(noise)}), "a.docx"), SMALL
    )
    for name in "012":
        assert len(guarded.read(name)) == 90_000
    with pytest.raises(ReadingError) as refusal:
        guarded.read("3")
    assert refusal.value.code == "archive-hostile"


def test_a_truncated_or_damaged_archive() -> None:
    data = docx(p("Bonjour."))
    assert refused(data[: len(data) // 2], "coupe.docx").code == "archive-endommagee"
    spoiled = bytearray(data)
    at = data.index(b"word/document.xml") + 40
    spoiled[at : at + 20] = b"\x00" * 20
    assert refused(bytes(spoiled), "gate.docx").code == "archive-endommagee"


def test_an_archive_with_a_password() -> None:
    data = bytearray(docx(p("Bonjour.")))
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)
    assert refused(bytes(data), "clos.docx").code == "fichier-chiffre"


def test_an_unknown_archive_is_told_apart() -> None:
    assert refused(archive({"photo.jpg": b"\xff\xd8"}), "photos.zip").code == "format-inconnu"


# ---------------------------------------------------------------- XML


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://exemple.fr/a.dtd"> %a;]>',
    ],
)
def test_entities_are_refused(doctype: str) -> None:
    content = f"{doctype}<w:document {ROOT}><w:body>{p('Bonjour.')}</w:body></w:document>"
    assert refused(body_of(content), "entites.docx").code == "xml-entites"


def test_xml_that_is_cut_short() -> None:
    assert refused(body_of("<w:document"), "casse.docx").code == "xml-invalide"
    mime = "application/vnd.oasis.opendocument.text"
    data = archive({"mimetype": mime, "content.xml": "<a>"}, stored=("mimetype",))
    assert refused(data, "casse.odt").code == "xml-invalide"


@pytest.mark.parametrize("levels", [60, 100, 400])
def test_nested_tables_are_read_or_refused_by_name(levels: int) -> None:
    inner = p("au fond")
    for _ in range(levels):
        inner = table(tr("x", tc(inner)))
    data = docx(inner)
    if levels > 60:
        assert refused(data, "poupees.docx").code == "trop-imbrique"
    else:
        (document,) = read_source(Source.from_bytes(data, "poupees.docx"))
        assert "au fond" in document.text
        assert not broken_promises(document)


def test_other_formats_nested_without_end() -> None:
    deep = "<text:span>" * 3_000 + "x" + "</text:span>" * 3_000
    assert refused(odt(odt_p(deep)), "poupees.odt").code == "trop-imbrique"
    data = b'{"segments": ' + b"[" * 100_000
    (document,) = read_source(Source.from_bytes(data, "poupees.json"))
    assert document.format == "txt"


# ---------------------------------------------------------------- files that are something else


def test_a_protected_word_file() -> None:
    data = ole("EncryptionInfo", "EncryptedPackage")
    error = refused(data, "secret.docx")
    assert error.code == "fichier-chiffre"
    assert "mot de passe" in error.message


@pytest.mark.parametrize(
    ("stream", "what"),
    [
        ("Workbook", "classeur Excel"),
        ("PowerPoint Document", "diaporama"),
        ("__properties_version1.0", "message Outlook"),
    ],
)
def test_other_old_office_files_are_named(stream: str, what: str) -> None:
    error = refused(ole(stream), "ancien.doc")
    assert error.code == "format-ancien"
    assert what in error.message


def test_a_damaged_old_word_file() -> None:
    assert refused(OLE, "ancien.doc").code == "doc-illisible"


def test_without_libreoffice_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    error = refused(b"{\\rtf1 Bonjour}", "ancien.rtf")
    assert error.code == "libreoffice-absent"
    assert "DOCX" in error.remedy


@pytest.mark.libreoffice
def test_an_rtf_file_is_read_through_libreoffice() -> None:
    if program() is None:
        pytest.skip("LibreOffice n'est pas installé")
    data = b"{\\rtf1\\ansi\\ansicpg1252\\pard D\\'e9cid\\'e9 par {\\b la Caf}.\\par}"
    (document,) = read_source(Source.from_bytes(data, "ancien.rtf"))
    assert document.text == "Décidé par la Caf."
    assert (document.format, document.problems[0].code) == ("rtf", "lu-par-libreoffice")


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (docx(p("Bonjour.")), "lettre.pdf", "docx"),
        (odt(odt_p("Bonjour.")), "lettre.docx", "odt"),
        (b"<html><body><p>Bonjour.</p></body></html>", "lettre.doc", "html"),
        (b"Bonjour.", "lettre.docx", "txt"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nBonjour.\n", "visio.txt", "vtt"),
    ],
)
def test_a_file_is_read_for_what_it_is_and_that_is_told(data: bytes, name: str, form: str) -> None:
    (document,) = read_source(Source.from_bytes(data, name))
    assert (document.format, document.text) == (form, "Bonjour.")
    assert "mal-nomme" in [problem.code for problem in document.problems]


# ---------------------------------------------------------------- damaged files of every format

SEEDS = {name: data for name, data in seeds().items() if not name.endswith(".pdf")}


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_a_damaged_file_keeps_the_promises_or_is_refused_by_name(name: str) -> None:
    for seed in range(8):
        data = mutate(SEEDS[name], seed)
        if data.startswith((b"{\\rtf", OLE[:8])) or not data:
            continue
        try:
            documents = read_source(Source.from_bytes(data, name))
        except ReadingError as error:
            assert error.remedy, (name, seed)
            continue
        for document in documents:
            assert broken_promises(document) == [], (name, seed)


def test_sound_files_keep_the_promises() -> None:
    for name, data in SEEDS.items():
        for document in read_source(Source.from_bytes(data, name)):
            assert broken_promises(document) == [], name


def test_the_guard_itself_reads_what_is_sound() -> None:
    guarded = Archive(Source.from_bytes(archive({"A.xml": "été"}), "a.docx"))
    assert guarded.read("a.XML").decode() == "été"
    assert guarded.get("absent") is None
