"""Rules: French knowledge as data. Loading, lint and the notation of examples."""

from corpus.rules.files import Item, RuleFile, RuleProblem, load_file
from corpus.rules.markup import Marked, Markup, parse_markup
from corpus.rules.ruleset import Ruleset, default_rules_dir, load_rules

__all__ = [
    "Item",
    "Marked",
    "Markup",
    "RuleFile",
    "RuleProblem",
    "Ruleset",
    "default_rules_dir",
    "load_file",
    "load_rules",
    "parse_markup",
]
