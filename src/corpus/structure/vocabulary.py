"""The French knowledge of this room: data files beside the code, read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from corpus.french.fold import fold_word

_FOLDER = Path(__file__).resolve().parent / "data"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=32)
def load(name: str) -> dict[str, Any]:
    """The table of `data/{name}.yaml`. It ships with the package, so a missing file is a defect."""
    content: dict[str, Any] = yaml.load(
        (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_LOADER
    )
    return content


@lru_cache(maxsize=64)
def opener(name: str, key: str) -> frozenset[str]:
    """The words listed under `key` of `data/{name}.yaml`, folded for comparison."""
    return frozenset(fold_word(str(word)) for word in load(name)[key])
