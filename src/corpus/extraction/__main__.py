"""`python -m corpus.extraction FILE`: the JSON contract of one file, without a workspace."""

from __future__ import annotations

import json
import sys

from corpus.contract import to_json
from corpus.extraction import extract

for name in (argument for argument in sys.argv[1:] if not argument.startswith("--")):
    print(json.dumps(to_json(extract(name)), ensure_ascii=False, indent=1))
