"""What a member of a mission does, in a real Chromium: from the home page to a quotation to keep.

The browser is Debian's `chromium`, driven with playwright. Every journey leaves screenshots in
`tests/screenshots/`, to be looked at, and every page met on the way is put before axe-core.
"""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from corpus.workspace import Workspace

pytestmark = pytest.mark.chromium
SCREENSHOTS = Path(__file__).parent / "screenshots"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@contextmanager
def serve(workspace: Workspace, title: str) -> Iterator[str]:
    """A workspace served on a free port, as `corpus browse` serves it; gives its address."""
    import uvicorn

    from corpus.browse.serving import application

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = application(workspace.store.path, workspace=workspace.root, title=title)
    config = uvicorn.Config(site.app(), host="127.0.0.1", port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="module")
def address(browsed: Workspace) -> Iterator[str]:
    """Where the small corpus is served."""
    with serve(browsed, "Mission parentalité") as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser, or a skipped test that says what is missing."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright n'est pas installé")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium n'est pas installé (Debian : apt install chromium)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """A person with a browser: clicks, looks, keeps pictures, and notices what is wrong."""

    def __init__(self, page: Any, address: str, name: str) -> None:
        self.page, self.address, self.name = page, address, name
        self.faults: list[str] = []
        self._pictures = 0
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._hear)
        page.on("request", self._watch)

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    def _watch(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"adresse extérieure : {request.url}")

    def go(self, path: str) -> None:
        """Open a page by its address."""
        self.page.goto(self.address + path)

    def look(self, name: str = "") -> None:
        """Keep a picture of the page and put it before axe-core."""
        self._pictures += 1
        SCREENSHOTS.mkdir(exist_ok=True)
        stem = f"{self.name}-{self._pictures}" + (f"-{name}" if name else "")
        self.page.screenshot(path=SCREENSHOTS / f"{stem}.png", full_page=True)
        assert faults_of(self.page) == [], self.page.url
        assert self.page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), f"{self.page.url} déborde"

    def click(self, name: str, *, exact: bool = False, within: str = "main") -> None:
        """Follow the first link or button of that name."""
        place = self.page.locator(within)
        link = place.get_by_role("link", name=name, exact=exact)
        button = place.get_by_role("button", name=name, exact=exact)
        link.or_(button).first.click()

    def words(self, selector: str = "main") -> str:
        """What stands on the page."""
        return " ".join(self.page.locator(selector).first.inner_text().split())


def faults_of(page: Any) -> list[str]:
    """What axe-core finds serious or critical on a page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']} – {one['nodes'][0]['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.fixture
def visitor(chromium: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A new visitor, on a desktop screen, with nothing kept from before."""
    context = chromium.new_context(viewport=DESKTOP, locale="fr-FR", accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(10_000)
    made = Visitor(page, address, request.node.name.removeprefix("test_"))
    yield made
    context.close()
    assert made.faults == []


def download(visitor: Visitor, name: str) -> bytes:
    """What a link of the evidence page gives."""
    with visitor.page.expect_download() as waiting:
        visitor.click(name)
    return Path(waiting.value.path()).read_bytes()


# ---------------------------------------------------------------- four journeys


def test_evidence_of_a_competency_in_hearings_of_parents(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.look("accueil")
    visitor.page.get_by_role("searchbox").fill("formation à l'écoute")
    visitor.page.get_by_role("button", name="Chercher").click()
    visitor.look("recherche")
    visitor.page.locator(".facettes").get_by_role("link", name="parents", exact=True).click()
    assert "Catégorie du locuteur : parents" in visitor.words(".choisis")
    visitor.look("filtree")
    add = visitor.page.get_by_role("button", name="Ajouter au dossier")
    for _ in range(add.count()):
        add.first.click()
    assert visitor.words("[data-dossier-compte]") == "2"
    visitor.page.get_by_role("button", name="Copier la citation").first.click()
    copied = visitor.page.evaluate("navigator.clipboard.readText()").replace("\u00a0", " ")
    assert copied.startswith("« ") and "(parents)" in copied and "/passage/audition-" in copied
    visitor.click("Dossier", within="header nav")
    visitor.look("dossier")
    assert visitor.page.locator("ol.citations > li").count() == 2
    text = download(visitor, "Markdown").decode()
    assert text.count("\n> «") == 2 and "formation à l'écoute" in text and "Mme B." in text
    assert download(visitor, "Word").startswith(b"PK")


def test_obligations_of_a_body_before_a_date(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.click("Qui doit quoi")
    visitor.look("qui-doit-quoi")
    row = visitor.page.locator("tbody tr", has_text="préfet").first
    row.locator("td.d a").last.click()
    visitor.page.get_by_label("Échéance jusqu'au").fill("2024-12-31")
    visitor.page.get_by_role("button", name="Filtrer").click()
    visitor.look("avant-une-date")
    shown = visitor.words()
    assert "30 juin 2024" in shown and "publier" in shown
    visitor.page.get_by_role("button", name="Ajouter au dossier").first.click()
    visitor.page.locator("article h2 a").first.click()
    visitor.look("enonce")
    assert "Trouvé par" in visitor.words() and "Comment il a été trouvé" in visitor.words()
    visitor.click("Dossier", within="header nav")
    assert "la liste" in download(visitor, "CSV").decode("utf-8-sig")


def test_the_page_of_a_scanned_order_at_the_passage(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.page.get_by_role("searchbox").fill("gestionnaire transmet bilan")
    visitor.page.get_by_role("button", name="Chercher").click()
    visitor.click("Voir la page")
    visitor.page.wait_for_load_state("networkidle")
    visitor.look("page")
    assert visitor.page.locator("svg rect.cadre").count() >= 1
    drawn = visitor.page.evaluate(
        "fetch(document.querySelector('svg image').getAttribute('href')).then(a => a.status)"
    )
    assert drawn == 200
    assert "texte reconnu" in visitor.words()
    passage = visitor.page.locator(".passage.vise")
    assert "transmet au préfet un bilan" in passage.inner_text()
    passage.hover()
    passage.get_by_role("link", name="Page du passage").click()
    visitor.look("passage")
    assert "texte reconnu automatiquement" in visitor.words(".a-copier")
    visitor.click("Ajouter au dossier")
    visitor.click("Dossier", within="header nav")
    data = download(visitor, "LibreOffice")
    assert data[38:77] == b"application/vnd.oasis.opendocument.text"


def test_a_citation_followed_to_an_absent_text(visitor: Visitor) -> None:
    visitor.go("/documents")
    visitor.click("Arrêté du 9 mars 2022")
    visitor.look("document")
    visitor.page.locator(".m-reference a", has_text="action sociale").first.click()
    card = visitor.page.locator("dialog[open]")
    card.wait_for()
    visitor.look("carte")
    assert "Absent du corpus" in card.inner_text()
    card.get_by_role("link", name="dans").click()
    visitor.page.wait_for_url("**/texte/**")
    visitor.look("texte-absent")
    assert "Qui le cite, mot pour mot" in visitor.words()
    visitor.page.get_by_role("button", name="Ajouter au dossier").first.click()
    visitor.click("Dossier", within="header nav")
    assert "action sociale" in download(visitor, "page web").decode()


# ---------------------------------------------------------------- other screens, and no script

PAGES = (
    "/", "/recherche?q=relais", "/recherche?q=relais&vue=concordance", "/recherche?q=xyz",
    "/documents", "/document/circulaire-2012-093", "/document/audition-oise",
    "/document/arrete-oise-scan/page/1", "/organismes", "/textes", "/tableaux",
    "/tableaux/obligations", "/tableaux/competences", "/tableaux/echeancier",
    "/tableaux/auditions", "/tableaux/reprises", "/regles", "/aide", "/a-verifier", "/nulle-part",
    "/corpus", "/corpus/passages",
)  # fmt: skip


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_every_kind_of_page_is_accessible_and_fits(
    chromium: Any, address: str, screen: str
) -> None:
    viewport = PHONE if screen == "phone" else DESKTOP
    context = chromium.new_context(viewport=viewport, locale="fr-FR")
    visitor = Visitor(context.new_page(), address, f"pages-{screen}")
    for path in PAGES:
        visitor.go(path)
        visitor.look(path.partition("?")[0].strip("/").replace("/", "-"))
    context.close()
    assert [one for one in visitor.faults if "404" not in one] == []


def test_a_printed_page_keeps_the_words_and_drops_the_tools(chromium: Any, address: str) -> None:
    context = chromium.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.goto(address + "/document/circulaire-2012-093")
    page.emulate_media(media="print")
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "papier.png", full_page=True)
    assert not page.locator("header.bandeau").is_visible()
    assert not page.locator(".outils").first.is_visible()
    assert "doivent transmettre un bilan" in page.locator("main").inner_text()
    context.close()


def test_the_keyboard_reaches_the_content_and_closes_a_card(visitor: Visitor) -> None:
    visitor.go("/document/circulaire-2012-093")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "evitement"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "contenu"
    mark = visitor.page.locator(".m-organisme a").first
    mark.focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.locator("dialog[open]").wait_for()
    visitor.page.keyboard.press("Escape")
    assert visitor.page.locator("dialog[open]").count() == 0


def test_the_legend_hides_and_shows_without_a_script(chromium: Any, address: str) -> None:
    context = chromium.new_context(viewport=DESKTOP, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/document/circulaire-2012-093")
    mark = page.locator(".lecture .m-organisme").first
    page.locator("#montrer-organisme").uncheck()
    # Without scripts the page cannot be asked; a picture of the line can.
    before = mark.screenshot()
    page.locator("#montrer-organisme").check()
    assert mark.screenshot() != before
    page.locator(".m-organisme a").first.click()
    assert "/mention/" in page.url and "Trouvé par" in page.locator("main").inner_text()
    page.goto(address + "/passage/" + page.url.split("/mention/")[1].split("/")[0])
    page.get_by_role("link", name="Ajouter au dossier").click()
    assert page.locator("ol.citations > li").count() == 1
    context.close()
