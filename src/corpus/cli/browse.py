"""`corpus browse`: the corpus in a web browser, on this machine only."""

from __future__ import annotations

from typing import Annotated

import typer


def browse(
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port ; 0 : celui des réglages.")
    ] = 0,
    open_: Annotated[
        bool, typer.Option("--ouvrir/--sans-ouvrir", help="Ouvrir le navigateur.")
    ] = True,
) -> None:
    """Consulter le corpus dans un navigateur, en lecture seule et sur cette machine.

    La base peut aussi s'ouvrir sans cette commande : datasette outputs/corpus.db
    """
    import uvicorn

    from corpus.browse.serving import application
    from corpus.cli.display import console
    from corpus.workspace import Workspace

    workspace = Workspace.find()
    workspace.store.connect().close()
    settings = workspace.settings
    site = application(
        workspace.store.path,
        workspace=workspace.root,
        title=settings.titre,
        description=settings.description,
    )
    number = port or settings.port
    check_port(number)
    address = f"http://127.0.0.1:{number}/"
    console().print(f"Le corpus est ouvert : {address}  (Ctrl+C pour arrêter)")
    if open_:
        _open_later(address)
    uvicorn.run(site.app(), host="127.0.0.1", port=number, log_level="warning")


def check_port(number: int) -> None:
    """Raise `CorpusError` when another program already answers at this port."""
    import socket

    from corpus.errors import CorpusError

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError as error:
            raise CorpusError(
                f"Le port {number} est déjà pris ({error.strerror}).",
                f"Choisissez-en un autre : corpus browse --port {number + 1}",
                code="port-pris",
            ) from error


def _open_later(address: str) -> None:
    """Open the browser once the server has had time to listen."""
    import threading
    import webbrowser

    timer = threading.Timer(1.0, webbrowser.open, (address,))
    timer.daemon = True
    timer.start()
