"""The families of rule files: which keys each one takes, so that a slip of the pen is refused.

A family names the list that holds its items (`regles`, `entrees`, …) and the keys allowed in the
header and in an item. Types: `texte`, `liste`, `textes` (a text or a list of texts), `table`,
`oui/non`, `nombre`, `tout`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Keys that any item of any family may carry: its life and its tests.
COMMON: Mapping[str, str] = {
    "id": "texte",
    "titre": "texte",
    "etat": "texte",
    "source": "texte",
    "auteur": "texte",
    "depuis": "tout",
    "note": "texte",
    "exemples": "liste",
    "contre_exemples": "liste",
    "a_faire": "liste",
    "expert": "tout",
}
STATES = ("brouillon", "essai", "stable", "retirée")


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of rule file. `items` is the key of its list; `required` the keys of each item."""

    name: str
    items: str
    header: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ("id",)

    def allowed(self) -> Mapping[str, str]:
        """Every key an item of this family may have, with its type."""
        return {**COMMON, **self.keys}


FAMILIES: dict[str, Family] = {}


def register(family: Family) -> Family:
    """Make a family known to the loader; engines call it once, in the module that uses it."""
    FAMILIES[family.name] = family
    return family
