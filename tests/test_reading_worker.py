"""Hostile and broken files: each is refused by name within its limits, and the next is read."""

from __future__ import annotations

import os
import time
import zlib
from pathlib import Path

import pytest

from corpus.errors import ReadingError
from corpus.reading import Limits, read, read_safely
from corpus.reading.limits import MIB
from make_pdf import FOX, make_pdf, paragraph


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def _good() -> bytes:
    return make_pdf(lambda c: paragraph(c, 700, FOX))


def _code(path: Path, **limits: float) -> str:
    """The code under which a file is refused; the file after it is always read."""
    bounds = Limits(**limits)  # type: ignore[arg-type]
    with pytest.raises(ReadingError) as refusal:
        read_safely(path, limits=bounds)
    error = refusal.value
    assert error.message.startswith(path.name) and error.remedy
    good = path.with_name("bon.pdf")
    good.write_bytes(_good())
    (document,) = read_safely(good, limits=Limits())
    assert document.text == f"{FOX}\n"
    return error.code


def _write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_what_the_worker_gives_is_what_reading_gives(folder: Path) -> None:
    path = _write(folder, "essai.pdf", _good())
    assert read_safely(path) == (read(path),)


def test_an_empty_file(folder: Path) -> None:
    assert _code(_write(folder, "vide.pdf", b"")) == "fichier-vide"


def test_a_file_that_is_only_a_head(folder: Path) -> None:
    assert _code(_write(folder, "tete.pdf", b"%PDF-1.7\n%\xe2\xe3\n")) == "pdf-illisible"


def test_a_file_cut_in_the_middle(folder: Path) -> None:
    data = make_pdf(*[lambda c: paragraph(c, 700, FOX) for _ in range(5)])
    assert _code(_write(folder, "coupe.pdf", data[: len(data) // 20])) == "pdf-illisible"


def test_a_file_whose_end_is_missing_is_read_with_a_warning(folder: Path) -> None:
    data = make_pdf(*[lambda c: paragraph(c, 700, FOX) for _ in range(5)])
    path = _write(folder, "sans-fin.pdf", data[: data.rindex(b"startxref")])
    (document,) = read_safely(path)
    assert document.text.count(FOX) == 5
    assert [problem.code for problem in document.problems] == ["pdf-tronque"]


def test_an_encrypted_file(folder: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    data = make_pdf(lambda c: paragraph(c, 700, FOX), encrypt=StandardEncryption("secret"))
    assert _code(_write(folder, "chiffre.pdf", data)) == "pdf-chiffre"


def test_a_file_that_is_not_what_its_name_says(folder: Path) -> None:
    (document,) = read_safely(_write(folder, "rapport.txt", _good()))
    assert document.format == "pdf" and document.text == f"{FOX}\n"
    assert [problem.code for problem in document.problems] == ["mal-nomme"]
    assert _code(_write(folder, "rapport.pdf", bytes(range(256)) * 8)) == "format-inconnu"


def test_too_many_pages(folder: Path) -> None:
    data = make_pdf(*[lambda c: None for _ in range(40)])
    assert _code(_write(folder, "long.pdf", data), pages=30) == "trop-de-pages"


def test_ten_thousand_pages_are_refused_at_once(folder: Path) -> None:
    kids = b" ".join(b"3 0 R" for _ in range(10_000))
    data = _objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 10000/Kids[%s]>>" % kids,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    start = time.monotonic()
    assert _code(_write(folder, "dix-mille.pdf", data)) == "trop-de-pages"
    assert time.monotonic() - start < 30


def test_pages_that_contain_themselves(folder: Path) -> None:
    data = _objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 3/Kids[2 0 R 2 0 R]/Parent 2 0 R>>",
    )
    assert _code(_write(folder, "boucle.pdf", data)) == "pdf-illisible"


def test_a_compressed_bomb_stays_within_memory(folder: Path) -> None:
    stream = zlib.compress(b"0 0 m 10 10 l S " * 8_000_000, 9)
    data = _objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
    )
    path = _write(folder, "bombe.pdf", data)
    code = _code(path, memory=400 * MIB, seconds=20, cpu_seconds=10)
    assert code in ("lecteur-interrompu", "trop-de-memoire", "trop-long")


def test_deeply_nested_objects(folder: Path) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    data = _objects(
        b"<</Type/Catalog/Pages 2 0 R/Deep %s>>" % deep,
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    path = _write(folder, "profond.pdf", data)
    try:
        (document,) = read_safely(path)
    except ReadingError as error:
        assert error.code in ("pdf-illisible", "trop-imbrique", "lecteur-interrompu")
    else:
        assert document.pages[0].status == "blank"


def test_too_much_text(folder: Path) -> None:
    assert _code(_write(folder, "bavard.pdf", _good()), characters=50) == "trop-de-texte"


def test_a_file_that_is_too_large(folder: Path) -> None:
    assert _code(_write(folder, "lourd.pdf", _good()), size=500) == "trop-lourd"


def test_a_reader_that_hangs_is_stopped(folder: Path) -> None:
    path = folder / "tube.pdf"
    os.mkfifo(path)
    start = time.monotonic()
    assert _code(path, seconds=1) == "trop-long"
    assert time.monotonic() - start < 20


def test_a_file_that_is_missing_and_a_folder(folder: Path) -> None:
    for path, code in ((folder / "absent.pdf", "fichier-absent"), (folder, "dossier")):
        with pytest.raises(ReadingError) as refusal:
            read_safely(path)
        assert refusal.value.code == code


@pytest.mark.parametrize("seed", range(6))
def test_a_file_with_bytes_changed_is_read_or_refused_by_name(folder: Path, seed: int) -> None:
    import random

    chance = random.Random(seed)
    whole = make_pdf(*[lambda c: paragraph(c, 700, FOX) for _ in range(3)])
    for turn in range(10):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 40)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path = _write(folder, f"mutant-{turn}.pdf", bytes(data))
        try:
            documents = read_safely(path)
        except ReadingError as error:
            assert error.code != "lecture-en-echec", error.message
        else:
            assert all(len(page.reason) > 0 for d in documents for page in d.pages)


def _objects(*objects: bytes) -> bytes:
    """A PDF made of these objects, numbered from 1, with its table."""
    parts = [b"%PDF-1.4\n"]
    places = []
    for number, content in enumerate(objects, 1):
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = sum(map(len, parts))
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, rows))
    parts.append(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, start))
    return b"".join(parts)
