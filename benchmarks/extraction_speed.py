"""How fast extraction is: tokens a second on one core, beside EDS-NLP and spaCy's French tokenizer.

    python benchmarks/extraction_speed.py                     everything, about ten minutes
    python benchmarks/extraction_speed.py --texts 40          a glance
    python benchmarks/extraction_speed.py --eds-python PATH   EDS-NLP from another environment
    python benchmarks/extraction_speed.py --plain             without the compiled modules

The compiled modules are measured beside the plain ones; where `build/fast` does not hold those of
these very sources, `make fast` is run first (a C compiler, five minutes).

The corpus is `../shared/data/arretes-ministeriels.jsonl.gz` (218 ministerial orders). Tokens are
counted by EDS-NLP's tokenizer for every system alike (by ours where EDS-NLP is not installed, which
the report says). Each system runs in a process of its own, on one core, so that its peak memory is
its own; the best of several rounds counts, because the noise of a shared machine only ever slows.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import importlib.util
import json
import os
import pstats
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "data" / "arretes-ministeriels.jsonl.gz"
COMPILED = ROOT / "build" / "fast"
PADDED = 1_000
TARGET = 150_000
COMPILED_TASKS = ("compiled-pipeline", "compiled-stages")


def main() -> None:
    options = _options()
    if options.task:
        print(json.dumps(TASKS[options.task](options)))
        return
    if not CORPUS.exists():
        sys.exit(f"Le corpus de mesure est absent : {CORPUS}")
    if not options.plain and not _is_compiled():
        print("modules compilés absents ou périmés : make fast (cinq minutes)", flush=True)
        subprocess.run(["make", "--silent", "fast"], cwd=ROOT, check=False)
    tokens, counter = _count(options)
    print(f"{len(_texts(options))} textes, {tokens} tokens comptés par {counter}\n")
    _systems(options, tokens)
    _stages(options, tokens)
    _long_texts(options)
    if options.profile:
        _ask("profile", options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--texts", type=int, default=218, help="how many texts of the corpus")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each measure, best kept")
    parser.add_argument("--eds-python", default=sys.executable, help="an interpreter with edsnlp")
    parser.add_argument("--plain", action="store_true", help="leave the compiled modules out")
    parser.add_argument("--profile", action="store_true", help="where the time goes")
    parser.add_argument("--rules", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--task", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _texts(options: argparse.Namespace) -> list[str]:
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines][: options.texts]


# ---------------------------------------------------------------- the parent process


def _count(options: argparse.Namespace) -> tuple[int, str]:
    counted = _ask("eds-count", options, python=options.eds_python)
    if counted:
        return int(counted["tokens"]), "EDS-NLP"
    return int((_ask("own-count", options) or {})["tokens"]), "notre tokenizer (EDS-NLP absent)"


def _systems(options: argparse.Namespace, tokens: int) -> None:
    own = sys.executable
    rows = [
        *_project_rows("projet", "pipeline"),
        *(_project_rows("projet compilé", "compiled-pipeline") if _fast(options) else ()),
        ("EDS-NLP : phrases, normalisation, 1 000 termes, négation, hypothèse, dates",
         "eds-pipeline", options.eds_python, 0),
        ("spaCy, blank('fr') : tokens seuls", "spacy-fr", own, 0),
        ("projet : tokens seuls", "own-tokens", own, 0),
    ]  # fmt: skip
    print(f"{'système':78} {'tokens/s':>10} {'µs/token':>9} {'mémoire':>9}")
    speeds: dict[str, float] = {}
    for name, task, python, rules in rows:
        result = _ask(task, options, python=python, rules=rules)
        if result is None:
            print(f"{name:78} {'absent':>10}")
            continue
        speeds[name] = tokens / result["seconds"]
        micro = result["seconds"] / tokens * 1e6
        print(f"{name:78} {speeds[name]:>10,.0f} {micro:>9.2f} {result['memory']:>6.0f} Mo")
    for name in ("projet", "projet compilé"):
        _verdict(name, *(speeds.get(row[0], 0.0) for row in _project_rows(name, "")[1:]))
    print()


def _project_rows(name: str, task: str) -> list[tuple[str, str, str, int]]:
    return [
        (f"{name}, règles telles quelles", task, sys.executable, 0),
        (f"{name}, règles portées à {PADDED}", task, sys.executable, PADDED),
        (f"{name}, règles portées à {2 * PADDED}", task, sys.executable, 2 * PADDED),
    ]


def _is_compiled() -> bool:
    """Whether `build/fast` holds the compiled modules of these very sources."""
    sources = ROOT / "src"
    files = [(file, COMPILED / file.relative_to(sources)) for file in sources.rglob("*.py")]
    return all(built.exists() and built.read_bytes() == file.read_bytes() for file, built in files)


def _fast(options: argparse.Namespace) -> bool:
    return not options.plain and _is_compiled()


def _verdict(name: str, once: float, twice: float) -> None:
    if once and twice:
        cost = (once / twice - 1) * 100
        reached = "atteint" if once >= TARGET else "non atteint"
        print(f"\n{name} : {TARGET:,} tokens/s avec {PADDED} règles, {reached} ({once:,.0f})")
        print(f"doubler les règles coûte {cost:+.1f} % (objectif : moins de 10 %)")


def _stages(options: argparse.Namespace, tokens: int) -> None:
    plain = (_ask("stages", options) or {"seconds": {}})["seconds"]
    compiled = _ask("compiled-stages", options) if _fast(options) else None
    fast = compiled["seconds"] if compiled else {}
    whole = sum(plain.values()) or 1.0
    print(f"{'étape':30} {'µs/token':>9} {'part':>6} {'compilé':>9}")
    for stage, seconds in plain.items():
        other = f"{fast[stage] / tokens * 1e6:>9.2f}" if stage in fast else ""
        print(f"{stage:30} {seconds / tokens * 1e6:>9.2f} {seconds / whole:>6.0%} {other}")
    print()


def _long_texts(options: argparse.Namespace) -> None:
    print("coût selon la longueur (secondes pour ¼, ½ et 1 ; linéaire : chaque pas double)")
    for name, seconds in (_ask("long", options) or {}).items():
        print(f"{name:50} " + " ".join(f"{value:>8.2f}" for value in seconds))
    print()


def _ask(
    task: str, options: argparse.Namespace, *, python: str = sys.executable, rules: int = 0
) -> dict[str, Any] | None:
    """What a fresh process measures; None when a library is missing there."""
    command = [
        *_one_core(), python, str(Path(__file__).resolve()), "--task", task,
        "--texts", str(options.texts), "--rounds", str(options.rounds), "--rules", str(rules),
    ]  # fmt: skip
    compiled = {"PYTHONPATH": str(COMPILED)} if task in COMPILED_TASKS else {}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **compiled}
    )
    if done.returncode:
        if "ModuleNotFoundError" not in done.stderr:
            print(done.stderr, file=sys.stderr)
        return None
    if task == "profile":
        print(done.stdout)
        return None
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _one_core() -> list[str]:
    return ["taskset", "-c", "0"] if shutil.which("taskset") and (os.cpu_count() or 1) > 1 else []


# ---------------------------------------------------------------- the measuring processes


def _best(options: argparse.Namespace, run: Callable[[], object]) -> dict[str, float]:
    seconds = []
    for _ in range(options.rounds):
        started = time.process_time()
        run()
        seconds.append(time.process_time() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": min(seconds), "memory": peak}


def _exhaust(things: Iterable[object]) -> int:
    return sum(1 for _ in things)


def _eds_count(options: argparse.Namespace) -> dict[str, Any]:
    import edsnlp

    tokenizer = edsnlp.blank("eds").tokenizer
    return {"tokens": sum(len(tokenizer(text)) for text in _texts(options))}


def _own_count(options: argparse.Namespace) -> dict[str, Any]:
    from corpus.french.tokens import tokenize

    return {"tokens": sum(len(tokenize(text)) for text in _texts(options))}


def _pipeline(options: argparse.Namespace) -> dict[str, Any]:
    from corpus.extraction.language import blank

    texts = _texts(options)
    with tempfile.TemporaryDirectory() as folder:
        nlp = blank(rules=_padded(Path(folder), options.rules) if options.rules else None)
        nlp(texts[0])
        return _best(options, lambda: _exhaust(nlp.pipe(texts)))


def _compiled_pipeline(options: argparse.Namespace) -> dict[str, Any]:
    import corpus.extraction.statements as statements

    assert str(statements.__file__).endswith((".so", ".pyd")), "ces modules ne sont pas compilés"
    return _pipeline(options)


def _padded(folder: Path, wanted: int) -> Path:
    """The project's rules with generated ones beside them, so that statement rules and head-noun
    patterns, which are what runs, number `wanted`. Their words are drawn from the corpus itself:
    rules on words that never occur would cost nothing and prove nothing."""
    from corpus.rules import load_rules

    rules = load_rules()
    shutil.copytree(rules.root, folder / "rules")
    running = sum(1 for family in ("enonces", "motifs-noms") for _ in rules.family(family))
    missing = max(0, wanted - running)
    words = _frequent_words(missing // 2 + 1)
    statements = [
        f"  - id: remplissage/enonce-{i}\n    modalite: obligation\n"
        f'    declencheur: ["il est {words[i]} que", "est {words[i]} à la {words[-i - 1]} de"]\n'
        f'    exemples: ["Il est [{words[i]}]{{declencheur}} que [tout cesse]{{action}}."]'
        for i in range(missing - missing // 2)
    ]
    heads = [
        f"  - id: remplissage/tete-{i}\n    etiquette: SERVICE\n"
        f'    tetes: ["{words[i]} {words[-i - 1]}"]\n    exige: [guillemets]'
        for i in range(missing // 2)
    ]
    _write(folder / "rules" / "enonces" / "remplissage.yaml", "enonces", "regles", statements)
    _write(folder / "rules" / "motifs" / "remplissage.yaml", "motifs-noms", "motifs", heads)
    return folder / "rules"


def _write(path: Path, family: str, items: str, rules: list[str]) -> None:
    path.write_text(f"famille: {family}\n{items}:\n" + "\n".join(rules) + "\n", encoding="utf-8")


def _frequent_words(count: int) -> list[str]:
    from collections import Counter

    from corpus.french.tokens import tokenize

    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines][:60]
    seen = Counter(word for text in texts for word in tokenize(text).words)
    words = [word for word, _ in seen.most_common(20_000) if word.isalpha() and len(word) > 4]
    return words[:count]


def _stage_times(options: argparse.Namespace) -> dict[str, Any]:
    from corpus.extraction.engine import Engine
    from corpus.extraction.language import blank
    from corpus.french.tokens import tokenize
    from corpus.model import Document

    texts = _texts(options)
    engine, nlp = Engine(), blank(components=False)
    seconds = dict.fromkeys(
        ("tokens spaCy", "tokens", "structure", "mentions", "références", "énoncés"), 0.0
    )

    def timed(stage: str, run: Callable[[], Any]) -> Any:
        started = time.process_time()
        result = run()
        seconds[stage] += time.process_time() - started
        return result

    def one(text: str) -> None:
        document = Document("texte", text)
        timed("tokens spaCy", lambda: nlp.make_doc(text))
        tokens = timed("tokens", lambda: tokenize(text))
        structure = timed("structure", lambda: engine.structure(document))
        mentions = timed("mentions", lambda: engine.mentions(document, structure, tokens))
        references = timed("références", lambda: engine.references(document, structure, tokens))
        timed(
            "énoncés",
            lambda: engine.statements(document, structure, tokens, mentions, references),
        )

    one(texts[0])
    seconds.update(dict.fromkeys(seconds, 0.0))
    for text in texts:
        one(text)
    return {"seconds": seconds}


def _eds_pipeline(options: argparse.Namespace) -> dict[str, Any]:
    import edsnlp
    import edsnlp.pipes as eds

    texts = _texts(options)
    words = sorted({word for text in texts[:20] for word in text.split() if len(word) > 6})
    nlp = edsnlp.blank("eds")
    nlp.add_pipe(eds.sentences())
    nlp.add_pipe(eds.normalizer())
    nlp.add_pipe(eds.matcher(terms={"terme": words[:1000]}, attr="NORM"))
    nlp.add_pipe(eds.negation())
    nlp.add_pipe(eds.hypothesis())
    nlp.add_pipe(eds.dates())
    nlp(texts[0])
    return _best(options, lambda: _exhaust(map(nlp, texts)))


def _spacy_fr(options: argparse.Namespace) -> dict[str, Any]:
    import spacy

    texts = _texts(options)
    tokenizer = spacy.blank("fr").tokenizer
    return _best(options, lambda: _exhaust(map(tokenizer, texts)))


def _own_tokens(options: argparse.Namespace) -> dict[str, Any]:
    from corpus.extraction.language import blank

    texts = _texts(options)
    nlp = blank(components=False)
    return _best(options, lambda: _exhaust(map(nlp.make_doc, texts)))


def _long(_: argparse.Namespace) -> dict[str, Any]:
    from corpus.extraction.engine import Engine
    from corpus.model import Document

    engine = Engine()
    engine.run(Document("texte", "La Caf doit payer."))
    return {name: [_seconds(engine, text) for text in texts] for name, texts in _monsters()}


def _seconds(engine: Any, text: str) -> float:
    from corpus.model import Document

    started = time.process_time()
    engine.run(Document("texte", text))
    return time.process_time() - started


def _monsters() -> Iterator[tuple[str, list[str]]]:
    """Texts made to be long or deeply nested, each at a quarter, a half and its whole size."""
    clause = "la Caf du département doit informer le préfet de la région avant le 31 mars et "
    nested = "(le comité départemental de la médiation familiale "
    item = "- les services de la Caf doivent transmettre un bilan ;\n"
    for name, piece, whole in (
        ("1 Mo sans un point", clause, 1_000_000 // len(clause)),
        ("liste de 10 000 lignes sous un chapeau", item, 10_000),
        ("complément de 100 000 mots", "comité de la direction de ", 20_000),
    ):
        yield name, [piece * (whole // part) for part in (4, 2, 1)]
    yield (
        "10 000 parenthèses emboîtées",
        [nested * (10_000 // part) + ")" * (10_000 // part) for part in (4, 2, 1)],
    )


def _profile(options: argparse.Namespace) -> dict[str, Any]:
    from corpus.extraction.language import blank

    texts = _texts(options)[:40]
    nlp = blank()
    nlp(texts[0])
    profile = cProfile.Profile()
    profile.enable()
    _exhaust(nlp.pipe(texts))
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(30)
    return {}


TASKS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "eds-count": _eds_count,
    "own-count": _own_count,
    "pipeline": _pipeline,
    "compiled-pipeline": _compiled_pipeline,
    "compiled-stages": _stage_times,
    "stages": _stage_times,
    "eds-pipeline": _eds_pipeline,
    "spacy-fr": _spacy_fr,
    "own-tokens": _own_tokens,
    "long": _long,
    "profile": _profile,
}

if __name__ == "__main__":
    if importlib.util.find_spec("corpus") is None:
        sys.path.insert(0, str(ROOT / "src"))
    main()
