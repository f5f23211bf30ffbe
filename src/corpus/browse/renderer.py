"""Pages of a PDF as pictures, drawn by a process apart.

pdfium is C++ fed with files from anywhere and is not thread safe: it runs in a child with limits
of memory and time, that is replaced when it dies or dawdles. Run as a program, this module is that
child: one JSON request a line on its input, a length and a PNG on its output.
"""

from __future__ import annotations

import io
import json
import select
import struct
import subprocess
import sys
import threading
from collections import OrderedDict
from pathlib import Path

WIDTH = 1100  # pixels: sharp on a screen where the picture takes half the width
TIMEOUT = 8.0  # seconds for one page; a dense scan takes under one
MEMORY = 1_500_000_000
KEPT = 48  # pictures, about 200 kB each


class RenderingError(Exception):
    """A page could not be drawn."""


class Renderer:
    """Draws pages, keeps the last ones, and restarts its child when need be."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str, int], bytes] = OrderedDict()

    def page(self, path: Path, sha256: str, number: int) -> bytes:
        """Page `number` (from 1) of the PDF at `path`, as PNG. Raises `RenderingError`."""
        key = (str(path), sha256, number)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            picture = self._ask({"path": str(path), "sha256": sha256, "number": number})
            self._kept[key] = picture
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return picture

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe is not None:
                    pipe.close()
            self._child = None

    def _ask(self, request: dict[str, object]) -> bytes:
        try:
            child = self._running()
            assert child.stdin is not None and child.stdout is not None
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.flush()
            ready, _, _ = select.select([child.stdout], [], [], self._timeout)
            if not ready:
                raise RenderingError("délai dépassé")
            status, length = struct.unpack(">BI", _exactly(child.stdout, 5))
            payload = _exactly(child.stdout, length)
        except (OSError, EOFError, struct.error) as error:
            self.close()
            raise RenderingError("le dessin de la page s'est interrompu") from error
        except RenderingError:
            self.close()
            raise
        if status:
            raise RenderingError(payload.decode("utf-8", "replace"))
        return payload

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(
                [sys.executable, "-m", "corpus.browse.renderer"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._child


def _exactly(stream: object, length: int) -> bytes:
    data = stream.read(length)  # type: ignore[attr-defined]
    if len(data) < length:
        raise EOFError
    return bytes(data)


# ---------------------------------------------------------------- the child


def draw(path: Path, sha256: str, number: int) -> bytes:
    """One page as PNG, when the file still is the one that was read."""
    import hashlib

    import pypdfium2

    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise RenderingError("le fichier n'est plus celui qui a été lu")
    with pypdfium2.PdfDocument(data) as pdf:
        if number > len(pdf):
            raise RenderingError("le fichier n'a pas cette page")
        page = pdf[number - 1]
        width, height = page.get_size()
        # A page may be said to be kilometres long: the picture keeps its proportions up to a limit.
        scale = min(WIDTH / max(width, 1), 4 * WIDTH / max(height, 1), 4.0)
        picture = page.render(scale=scale).to_pil()
        page.close()
    picture = picture.convert("RGB").quantize(64) if _is_plain(picture) else picture.convert("RGB")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def _is_plain(picture: object) -> bool:
    """Whether a picture has few colours (text), and so loses nothing in a small palette."""
    colours = picture.convert("RGB").resize((160, 220)).getcolors(4096)  # type: ignore[attr-defined]
    return colours is not None


def _serve() -> None:
    _limit()
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        request = json.loads(line)
        try:
            picture = draw(Path(request["path"]), request["sha256"], request["number"])
            out.write(struct.pack(">BI", 0, len(picture)) + picture)
        except Exception as error:
            # Whatever pdfium or Pillow says, the parent must hear something and go on.
            told = str(error).encode()[:500] if isinstance(error, RenderingError) else b""
            message = told or "la page ne peut pas être dessinée".encode()
            out.write(struct.pack(">BI", 1, len(message)) + message)
        out.flush()


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows: the parent's timeout remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _serve()
