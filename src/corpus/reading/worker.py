"""Reading in a process of its own, so that no file can take more than its limits or crash a batch.

    read_safely(path, ocr=False, limits=Limits())

A worker is a bare `python -m corpus.reading.child`, kept for the next file and thrown away when a
file exceeds a limit, kills it, or leaves it fat. Several threads get several workers.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict
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
    """One reading process. A thread takes its answers from the pipe, so that waiting for one can
    end (`select` knows no pipes on Windows)."""

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
        self._frames: queue.SimpleQueue[tuple[bytes, bytes] | None] = queue.SimpleQueue()
        threading.Thread(target=self._receive, daemon=True).start()
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
                _kill(self._process)
        self._process.wait()
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()

    def _answer(self, path: Path, ocr: bool) -> tuple[Document, ...]:
        assert self._process.stdin is not None
        request = {
            "path": str(path.absolute()),
            "shown": str(path),
            "ocr": ocr,
            "limits": asdict(self.limits),
        }
        data = json.dumps(request).encode()
        self._process.stdin.write(FRAME.pack(b"?", len(data)) + data)
        self._process.stdin.flush()
        deadline = time.monotonic() + self.limits.seconds
        while True:
            try:
                frame = self._frames.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise _TooLongError from None
            if frame is None:
                self._process.wait()
                raise _DiedError
            kind, answer = frame
            if kind == b"+":
                deadline += self.limits.ocr_seconds
                continue
            if kind == b".":
                self.fit = False
            return wire.load(answer)

    def _receive(self) -> None:
        """Takes frames until the process ends; None marks the end."""
        stream = self._process.stdout
        assert stream is not None
        # A word costs about 60 bytes with its box: a bound for a worker gone wrong.
        longest = 64 * self.limits.characters + MIB
        with suppress(OSError, ValueError), stream:
            while len(header := stream.read(FRAME.size)) == FRAME.size:
                kind, length = FRAME.unpack(header)
                if length > longest or len(answer := stream.read(length)) < length:
                    break
                self._frames.put((kind, answer))
        self._frames.put(None)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends a process, with its children where the system has sessions."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


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
    timed_out = [-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGALRM")]
    if returncode and returncode in timed_out:
        return _too_long(path, limits.cpu_seconds)
    return ReadingError(
        f"{path.name} : le fichier a interrompu le lecteur (fichier endommagé ou piégé, ou plus de"
        f" {limits.memory // MIB} Mio de mémoire demandés).",
        "Ouvrez-le et enregistrez-le de nouveau, ou imprimez-le en PDF.",
        code="lecteur-interrompu",
    )
