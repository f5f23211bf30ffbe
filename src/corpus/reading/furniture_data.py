"""The French of page edges, from `data/furniture.yaml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def furniture_data() -> dict[str, Any]:
    """The whole file: expressions of page numbers and of stamps."""
    text = files("corpus.reading").joinpath("data/furniture.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content
