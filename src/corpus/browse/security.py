"""Headers that keep a page what it is: no script but the package's own, no outside address.

The policy holds for Datasette's pages too. Only a name this machine answers to is accepted as host
where `hosts` is given: otherwise a web site could make a browser read the corpus for it (DNS
rebinding), since a local server asks nobody who they are.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"x-robots-tag", b"noindex, nofollow"),
)
_READING = ("GET", "HEAD", "OPTIONS")
_NAMES = {name for name, _ in HEADERS}


def guard(app: App, *, hosts: Iterable[str] | None = None) -> App:
    """`app` for reading only, with these headers on every answer and, given `hosts`, closed to
    other names."""
    allowed = frozenset(hosts) if hosts is not None else None

    async def guarded(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if allowed is not None and _host(scope) not in allowed:
            await _refuse(send, 421, "Ce corpus ne s'ouvre qu'à son adresse locale, 127.0.0.1.")
            return
        if scope["method"] not in _READING:
            await _refuse(send, 405, "Rien ne s'écrit ici : ce corpus ne fait que se lire.")
            return

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                kept = [h for h in message.get("headers", ()) if h[0].lower() not in _NAMES]
                message["headers"] = [*kept, *HEADERS]
            await send(message)

        await app(scope, receive, with_headers)

    return guarded


def _host(scope: Scope) -> str:
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    name = host.decode("latin-1").lower()
    return name.partition("]")[0] + "]" if name.startswith("[") else name.partition(":")[0]


async def _refuse(send: Any, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})
