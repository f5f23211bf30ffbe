"""Moving through a long list: which sheet this is, and the addresses of the others."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from corpus.browse.parameters import Request


@dataclass(frozen=True, slots=True)
class Pager:
    """A list of `total` things shown `size` at a time; `number` counts sheets from 1."""

    request: Request
    total: int
    size: int
    number: int
    name: str = "feuille"

    @property
    def count(self) -> int:
        """How many sheets there are."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The rank of the first thing on this sheet, from 1."""
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        """The rank of the last thing on this sheet."""
        return min(self.number * self.size, self.total)

    def to(self, number: int) -> str:
        """The address of a sheet: the same page, with everything else as it is."""
        return with_parameter(self.request, self.name, None if number == 1 else str(number))

    def nearby(self) -> list[int]:
        """The sheets worth a link: first, last and those around this one."""
        around = {1, self.count, *range(self.number - 2, self.number + 3)}
        return sorted(n for n in around if 1 <= n <= self.count)


def with_parameter(request: Request, name: str, value: str | None) -> str:
    """This page's address with one parameter set or, with None, taken out."""
    pairs = [
        (key, old)
        for key, old in parse_qsl(request.query_string, keep_blank_values=True)
        if key != name
    ]
    if value is not None:
        pairs.append((name, value))
    return request.path + ("?" + urlencode(pairs) if pairs else "")
