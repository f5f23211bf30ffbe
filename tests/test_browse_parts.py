"""The small parts of the pages: charts, calendar, plan of hearings, pager, parameters, boxes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from corpus.browse import charts, parameters
from corpus.browse.calendar import fold_line
from corpus.browse.errors import PageError
from corpus.browse.pager import Pager
from corpus.browse.plan import compare, read_plan
from corpus.browse.renderer import Renderer, RenderingError
from corpus.browse.views.tables import over_time
from corpus.store.pages import join_lines


class Request:
    """An address as the pages receive it."""

    method, headers, url_vars = "GET", {}, {}

    def __init__(self, path: str, query_string: str = "") -> None:
        from datasette.utils import MultiParams
        from datasette.utils.asgi import parse_qs

        self.path, self.query_string = path, query_string
        self.args = MultiParams(parse_qs(query_string, keep_blank_values=True))


# ---------------------------------------------------------------- charts and calendar


@pytest.mark.parametrize(
    ("value", "most", "expected"), [(0, 9, 0), (1, 9, 2), (9, 9, 6), (1, 10_000, 1), (3, 0, 0)]
)
def test_shades(value: int, most: int, expected: int) -> None:
    assert charts.shade(value, most) == expected


def test_days_are_counted_by_month_or_by_year_and_never_over_a_millennium() -> None:
    assert over_time([]) == []
    assert over_time(["2023-11-02", "2024-01-31", "2024-01-01"]) == [
        ("2023-11", 1), ("2023-12", 0), ("2024-01", 2),
    ]  # fmt: skip
    assert over_time(["2015-01-01", "2017-05-01", "2021-01-01"])[:3] == [
        ("2015", 1), ("2016", 0), ("2017", 1),
    ]  # fmt: skip
    assert len(over_time(["0203-01-01", "2024-01-01"])) == 40


def test_a_chart_is_hidden_from_readers_and_its_labels_are_escaped() -> None:
    drawn = charts.stacked([charts.Slice(2, "x", "<b>"), charts.Slice(0, "y", "rien")], 4)
    assert 'aria-hidden="true"' in drawn and "&lt;b&gt;" in drawn and "rien" not in drawn
    assert "style=" not in drawn and "style=" not in charts.columns([("2023", 1), ("2024", 3)])


@pytest.mark.parametrize("line", ["court", "é" * 100, "a" * 75, "a" * 76, "🙂" * 40])
def test_lines_of_a_diary_are_folded_between_characters(line: str) -> None:
    folded = fold_line(line)
    assert all(len(one.encode()) <= 75 for one in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == line


# ---------------------------------------------------------------- the plan of hearings


def plan_of(tmp_path: Path, text: str) -> Any:
    (tmp_path / "corrections").mkdir()
    (tmp_path / "corrections" / "plan-auditions.csv").write_text(text, encoding="utf-8-sig")
    return read_plan(tmp_path)


def test_a_plan_is_read_whatever_its_separator_and_accents(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "Categorie,Departement,Auditions\nparents,Nord,2\nparents,Nord,1\n")
    assert plan.wanted == {("parents", "Nord"): 3} and plan.problems == ()


def test_what_a_plan_says_badly_is_told_by_line(tmp_path: Path) -> None:
    plan = plan_of(
        tmp_path, "catégorie;département;auditions\nparents;Nord;deux\n;Nord;1\nélus;;1\n"
    )
    assert [one.partition(" :")[0][-7:] for one in plan.problems] == ["ligne 2", "ligne 3"]
    assert plan.wanted == {("élus", ""): 1}


def test_no_plan_is_no_fault() -> None:
    assert read_plan(None) is None and read_plan(Path("absent")) is None


def test_plan_and_hearings_meet_whatever_the_case(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "catégorie;département;auditions\nParents;la reunion;2\n")
    held = {"category": "parents", "departement": "La Réunion", "hearings": 1, "people": 3,
            "words": 90}  # fmt: skip
    coverage = compare([held], plan)
    assert coverage.categories == ["parents"] and coverage.places == ["La Réunion"]
    assert coverage.missing("parents", "La Réunion") == 1
    assert coverage.missing("parents", "Nord") == 0


# ---------------------------------------------------------------- addresses


def test_a_pager_keeps_everything_else() -> None:
    pager = Pager(Request("/x", "q=a+b&tri=recent&feuille=4"), 95, 10, 4)  # type: ignore[arg-type]
    assert (pager.count, pager.first, pager.last) == (10, 31, 40)
    assert pager.to(5) == "/x?q=a+b&tri=recent&feuille=5"
    assert pager.to(1) == "/x?q=a+b&tri=recent"
    assert pager.nearby() == [1, 2, 3, 4, 5, 6, 10]
    assert Pager(Request("/x"), 0, 10, 1).count == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "iso"), [("2024-02-29", "2024-02-29"), ("29/2/2024", "2024-02-29"), ("", None)]
)
def test_days_are_taken_as_french_writes_them(typed: str, iso: str | None) -> None:
    assert parameters.day(Request("/x", f"du={typed}"), "du") == iso  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed", ["2023-02-29", "demain", "1/1", "2024-2-1", "20240201", "٢٠٢٤-٠١-٠١"]
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(PageError, match="calendrier"):
        parameters.day(Request("/x", f"du={typed}"), "du")  # type: ignore[arg-type]


def test_a_repeated_parameter_is_taken_once_in_order() -> None:
    assert parameters.texts(Request("/x", "p=b&p=a&p=b&p="), "p") == ["b", "a"]  # type: ignore[arg-type]


# ---------------------------------------------------------------- pictures


def test_words_of_one_line_make_one_frame() -> None:
    words = [(10.0, 100.0, 40.0, 112.0), (44.0, 101.0, 80.0, 112.0), (10.0, 116.0, 30.0, 128.0)]
    assert join_lines(words) == [(10.0, 100.0, 80.0, 112.0), (10.0, 116.0, 30.0, 128.0)]
    assert join_lines([]) == []


def test_a_page_that_cannot_be_drawn_costs_only_itself(tmp_path: Path) -> None:
    import hashlib

    from browsing import scanned_order

    good, bad = tmp_path / "bon.pdf", tmp_path / "mauvais.pdf"
    good.write_bytes(scanned_order())
    bad.write_bytes(b"%PDF-1.7 " + b"\xff" * 500)
    renderer = Renderer(timeout=30)
    try:
        for path, number in ((bad, 1), (good, 9), (tmp_path / "absent.pdf", 1)):
            data = path.read_bytes() if path.exists() else b""
            with pytest.raises(RenderingError):
                renderer.page(path, hashlib.sha256(data).hexdigest(), number)
        digest = hashlib.sha256(good.read_bytes()).hexdigest()
        assert renderer.page(good, digest, 1).startswith(b"\x89PNG")
    finally:
        renderer.close()


def test_a_child_that_dawdles_is_replaced(tmp_path: Path) -> None:
    renderer = Renderer(timeout=0.0)
    with pytest.raises(RenderingError, match="délai"):
        renderer.page(tmp_path / "x.pdf", "", 1)
    assert renderer._child is None


# ---------------------------------------------------------------- the guide

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "guide-mission.md"


def test_the_guide_names_pictures_and_parts_that_exist() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert len(pictures) >= 7
    assert [one for one in pictures if not (GUIDE.parent / one).is_file()] == []
    headings = {
        re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-")
        for one in re.findall(r"^## (.+)$", text, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) == headings


def test_the_guide_names_commands_and_options_that_exist() -> None:
    from corpus.cli.main import command

    commands = command().commands  # type: ignore[attr-defined]
    for line in re.findall(r"^    (corpus .+)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE):
        _, name, *rest = line.split()
        options = {option for one in commands[name].params for option in one.opts}
        assert {one for one in rest if one.startswith("--")} <= options, line


# ---------------------------------------------------------------- a large corpus


async def test_what_is_made_ready_is_what_the_pages_ask_for(browsed: Any) -> None:
    """The keys under which results are kept are those that the pages look under: nothing is read
    again when a page asks for what was made ready."""
    from browsing import asker
    from corpus.browse import warming
    from corpus.browse.serving import application
    from corpus.browse.site import site_of

    datasette = application(browsed.store.path, workspace=browsed.root)
    site = site_of(datasette)
    assert site is not None and warming.start(site) is None  # small: nothing to make ready
    warming.warm(site)
    kept = dict(site.remembered)
    assert len(kept) == len(warming.queries())
    ask = asker(datasette)
    for address in (
        "/", "/tableaux/obligations", "/tableaux/competences", "/tableaux/organismes", "/textes",
        "/tableaux/reprises",
    ):  # fmt: skip
        assert (await ask(address)).status == 200
    assert site.remembered == kept


def test_making_ready_never_fails_the_site(tmp_path: Path) -> None:
    from corpus.browse import warming
    from corpus.browse.database import Header
    from corpus.browse.site import Site

    path = tmp_path / "corpus.db"
    path.write_bytes(b"not a database at all, but long enough to be opened" * 20)
    site = Site(None, "corpus", path, Header(1, 1, path.name), None, "x")
    warming.warm(site)
    assert site.remembered == {}
