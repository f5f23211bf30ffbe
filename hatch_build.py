"""Compiles the rooms that do the work into the wheel, where `CORPUS_COMPILE=1` asks for it.

The sources are the same and stay in the wheel; mypyc turns them into extension modules, which run
two to three times as fast. Without the variable the wheel is plain Python, as it is where no C
compiler is at hand. Compiling takes some minutes.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOMS = ("french", "structure", "extraction", "extraction/references")
# What only holds the rooms together, or hands their results to spaCy, gains nothing.
LEFT = ("__init__.py", "components.py", "components_data.py", "language.py", "engine.py")
# A compiled class has slots of its own; asked for them, `dataclass` would make a second class of
# the same name, which the first one's instances are none of.
_SLOTS = re.compile(r"slots=True, |, slots=True|\(slots=True\)")
SETUP = """
from mypyc.build import mypycify
from setuptools import setup

setup(
    name="corpus",
    packages=[],
    ext_modules=mypycify({arguments!r}, opt_level="2"),
)
"""


class CompiledRooms(BuildHookInterface[Any]):
    """Adds the compiled modules to a wheel; an editable install stays plain."""

    folder: Path | None = None

    def dependencies(self) -> list[str]:
        """What the build itself needs."""
        return ["mypy==2.4.1", "setuptools>=77", "types-PyYAML"] if _asked() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a folder of its own and say where each file belongs."""
        if not _asked() or self.target_name != "wheel" or version == "editable":
            return
        self.folder = folder = Path(tempfile.mkdtemp(prefix="corpus-compiled-"))
        for file in self._compile(folder):
            build_data["force_include"][str(file)] = file.relative_to(folder / "out").as_posix()
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing behind once the wheel is written."""
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _compile(self, folder: Path) -> list[Path]:
        source = Path(self.root) / "src"
        shutil.copytree(source, folder / "src")
        modules = [folder / "src" / "corpus" / "model.py"]
        for room in ROOMS:
            modules.extend(sorted((folder / "src" / "corpus" / room).glob("*.py")))
        for module in modules:
            module.write_text(_with_inits(_SLOTS.sub("", module.read_text("utf-8"))), "utf-8")
        names = [str(one.relative_to(folder)) for one in modules if one.name not in LEFT]
        arguments = ["--ignore-missing-imports", "--follow-imports=silent", *names]
        (folder / "setup.py").write_text(SETUP.format(arguments=arguments), encoding="utf-8")
        command = [sys.executable, "setup.py", "build_ext", "--build-lib", "out"]
        # Without debugging symbols: less to write, and a wheel of half the size.
        environment = {**os.environ, "MYPYPATH": "src", "CFLAGS": "-g0"}
        subprocess.run(command, cwd=folder, env=environment, check=True)
        return sorted(path for path in (folder / "out").rglob("*") if path.is_file())


def _with_inits(source: str) -> str:
    """A module with the `__init__` of each dataclass written out. The one that `dataclass` makes
    stays interpreted: making records took an eighth of the time."""
    lines = source.splitlines(keepends=True)
    for one in reversed(ast.parse(source).body):
        if isinstance(one, ast.ClassDef) and _is_dataclass(one):
            fields = [part for part in one.body if isinstance(part, ast.AnnAssign)]
            at = fields[-1].end_lineno or 0
            lines[at:at] = _init(fields)
    return "".join(lines)


def _is_dataclass(one: ast.ClassDef) -> bool:
    names = [ast.unparse(decorator).partition("(")[0] for decorator in one.decorator_list]
    return names == ["dataclass"] and not one.bases


def _init(fields: list[ast.AnnAssign]) -> list[str]:
    arguments, body = ["self"], []
    for one in fields:
        name, kind = ast.unparse(one.target), ast.unparse(one.annotation)
        value = one.value
        factory = _factory(value)
        if factory:
            arguments.append(f"{name}: {kind} | None = None")
            body.append(f"{name} = ({factory})() if {name} is None else {name}")
        else:
            arguments.append(f"{name}: {kind}" + (f" = {ast.unparse(value)}" if value else ""))
            body.append(f"{name} = {name}")
    # A frozen class is written to once, here, and mypy has no word for that.
    lines = [f"        self.{line}  # type: ignore[misc]\n" for line in body]
    return [f"\n    def __init__({', '.join(arguments)}) -> None:\n", *lines]


def _factory(value: ast.expr | None) -> str:
    """What makes a field's default anew for each record, as source; empty where nothing does."""
    if not isinstance(value, ast.Call) or ast.unparse(value.func) != "field":
        return ""
    (keyword,) = value.keywords
    if keyword.arg != "default_factory":
        raise ValueError(f"not a default that can be written out: {ast.unparse(value)}")
    return ast.unparse(keyword.value)


def _asked() -> bool:
    return os.environ.get("CORPUS_COMPILE") == "1"
