"""Takes the pictures of `docs/guide-mission.md` from the demonstration corpus.

`python tests/guide_images.py WORKSPACE` writes `docs/images/*.png`. The workspace holds the texts
of `corpus/`, built with OCR so that the scanned order has its words.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from PIL import Image

from test_journey import FLAGS, serve

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDTH = 1180


def passage(workspace: Any, words: str) -> Any:
    """The passage that holds these words."""
    from corpus.store.pages import situated

    with workspace.store.session() as connection:
        return situated(connection, "WHERE instr(p.text, ?) > 0 LIMIT 1", (words,))[0]


def shots(workspace: Any) -> dict[str, tuple[str, int]]:
    """Each picture with the address it shows and its height."""
    scan = passage(workspace, "Les intervenants doivent suivre")
    order = passage(workspace, "Le gestionnaire transmet chaque année au préfet")
    return {
        "accueil": ("/", 760),
        "recherche": ("/recherche?q=formation+des+bénévoles", 820),
        "document": ("/document/2022-arrete-charte-relais", 1080),
        "enonce": (f"/enonce/{order['public_id']}/1", 640),
        "page": (f"/document/{scan['key']}/page/1?passage={scan['public_id']}", 860),
        "qui-doit-quoi": ("/tableaux/obligations", 760),
        "competences": ("/tableaux/competences", 900),
        "dossier": (f"/dossier?p={order['public_id']}&p={scan['public_id']}", 780),
    }


def main() -> None:
    """Serve the workspace, visit each page, keep its picture with few colours (they are light)."""
    import shutil

    from playwright.sync_api import sync_playwright

    from corpus.workspace import Workspace

    workspace = Workspace(Path(sys.argv[1]))
    IMAGES.mkdir(exist_ok=True)
    with serve(workspace, workspace.settings.titre) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, (path, height) in shots(workspace).items():
            # A text stands between its contents and its card only on a wide screen.
            width = 1360 if name == "document" else WIDTH
            page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR")
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            picture.quantize(96).save(IMAGES / f"{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
