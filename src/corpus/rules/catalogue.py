"""Every family of rule files, in one place: the keys that authors may write.

Engines read their family by name through `Ruleset.family`; a key used by an engine is declared here.
"""

from __future__ import annotations

from corpus.rules.families import Family, register
