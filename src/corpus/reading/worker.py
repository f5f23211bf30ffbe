"""Reading in a process of its own, so that no file can take more than its limits or crash a batch.

    read_safely(path, ocr=False, limits=Limits())

A worker is a bare `python -m corpus.reading.child`, kept for the next file and thrown away when a
file exceeds a limit, kills it, or leaves it fat. Several threads get several workers.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from corpus.errors import ReadingError
from corpus.model import Document
from corpus.reading import wire
from corpus.reading.limits import MIB, Limits

# One frame: a letter and the length of what follows. `+` asks for more time (a page is being
# recognised), `=` is the last result of a worker that may go on, `.` of one that ends.
FRAME = struct.Struct(">cQ")
_IDLE_AT_MOST = 8


class _DiedError(Exception):
    """The worker ended without an answer."""


class _TooLongError(Exception):
    """The worker did not answer in time."""


class Worker:
    """One reading process."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "corpus.reading.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.fit = True

    def read(self, path: Path, ocr: bool) -> tuple[Document, ...]:
        """The documents in the file at `path`. Raises `ReadingError`."""
        try:
            return self._answer(path, ocr)
        except _TooLongError:
            self.close()
            raise _too_long(path, self.limits.seconds) from None
        except (_DiedError, OSError, ValueError) as error:
            self.close()
            raise _died(path, self._process.returncode, self.limits) from error
        except BaseException as error:
            if not isinstance(error, ReadingError):
                self.close()
            raise

    def close(self) -> None:
        """Ends the process and everything it started."""
        self.fit = False
        if self.owner != os.getpid():
            return
        with suppress(OSError):
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.wait()

    def _answer(self, path: Path, ocr: bool) -> tuple[Document, ...]:
        limits = self.limits
        assert self._process.stdin is not None
        request = {
            "path": str(path.absolute()),
            "shown": str(path),
            "ocr": ocr,
            "limits": [
                limits.memory,
                limits.seconds,
                limits.cpu_seconds,
                limits.pages,
                limits.characters,
                limits.size,
                limits.ocr_seconds,
            ],
        }
        data = json.dumps(request).encode()
        self._process.stdin.write(FRAME.pack(b"?", len(data)) + data)
        self._process.stdin.flush()
        deadline = time.monotonic() + limits.seconds
        while True:
            kind, length = FRAME.unpack(self._take(FRAME.size, deadline))
            if kind == b"+":
                deadline += limits.ocr_seconds
                continue
            # A word costs about 60 bytes with its box: a bound for a worker gone wrong.
            if length > 64 * limits.characters + MIB:
                raise ValueError("answer too long")
            answer = self._take(length, deadline)
            if kind == b".":
                self.fit = False
            return wire.load(answer)

    def _take(self, count: int, deadline: float) -> bytes:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        parts: list[bytes] = []
        while count > 0:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                raise _TooLongError
            part = os.read(descriptor, min(count, MIB))
            if not part:
                self._process.wait()
                raise _DiedError
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


class Workers:
    """Idle workers, ready for the next file."""

    def __init__(self) -> None:
        self._idle: list[Worker] = []
        self._lock = threading.Lock()

    def read(self, path: Path, ocr: bool, limits: Limits) -> tuple[Document, ...]:
        """Read a file in an idle worker with these limits, or in a new one."""
        worker = self._get(limits)
        try:
            return worker.read(path, ocr)
        finally:
            self._put(worker)

    def close(self) -> None:
        """Ends all idle workers."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.close()

    def _get(self, limits: Limits) -> Worker:
        with self._lock:
            # A forked copy of this process must not talk to its parent's workers.
            self._idle = [worker for worker in self._idle if worker.owner == os.getpid()]
            for at, worker in enumerate(self._idle):
                if worker.limits == limits:
                    return self._idle.pop(at)
        return Worker(limits)

    def _put(self, worker: Worker) -> None:
        with self._lock:
            if worker.fit and len(self._idle) < _IDLE_AT_MOST:
                self._idle.append(worker)
                return
        worker.close()


_WORKERS = Workers()
atexit.register(_WORKERS.close)


def read_safely(
    path: str | Path, *, ocr: bool = False, limits: Limits | None = None
) -> tuple[Document, ...]:
    """Every document in the file at `path`, read in a process with limits.

    Raises `ReadingError` for whatever happens there: a file that is refused, takes too much memory
    (`trop-de-memoire`) or time (`trop-long`), or makes the reader crash (`lecteur-interrompu`).
    The next file is read by a fresh process.
    """
    return _WORKERS.read(Path(path), ocr, limits or Limits())


def _too_long(path: Path, seconds: float) -> ReadingError:
    return ReadingError(
        f"{path.name} : la lecture a dépassé {seconds:.0f} secondes et a été arrêtée.",
        "Découpez le fichier, ou imprimez-le en PDF depuis un lecteur qui l'affiche.",
        code="trop-long",
    )


def _died(path: Path, returncode: int | None, limits: Limits) -> ReadingError:
    if returncode in (-signal.SIGXCPU, -signal.SIGALRM):
        return _too_long(path, limits.cpu_seconds)
    return ReadingError(
        f"{path.name} : le fichier a interrompu le lecteur (fichier endommagé ou piégé, ou plus de"
        f" {limits.memory // MIB} Mio de mémoire demandés).",
        "Ouvrez-le et enregistrez-le de nouveau, ou imprimez-le en PDF.",
        code="lecteur-interrompu",
    )
