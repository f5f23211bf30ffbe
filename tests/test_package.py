"""The package as it is installed: its rules, templates and SQL travel in the wheel."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout, unpacked."""
    pytest.importorskip("hatchling", reason="hatchling n'est pas installé")
    folder = tmp_path_factory.mktemp("paquet")
    arguments = ["pip", "wheel", ".", "--no-deps", "--no-build-isolation", "--quiet"]
    subprocess.run(
        [sys.executable, "-m", *arguments, "--wheel-dir", str(folder)], cwd=ROOT, check=True
    )
    [built] = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_everything_that_is_no_code_is_in_the_wheel(wheel: Path) -> None:
    """Rules, templates, style sheets, SQL and tables: all that git keeps beside the code."""
    listed = subprocess.run(
        ["git", "ls-files", "src/corpus", "rules"], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode:
        pytest.skip("ce n'est pas un dépôt git")
    missing = []
    for name in listed.stdout.splitlines():
        inside = name.removeprefix("src/")
        if name.startswith("rules/"):
            inside = f"corpus/defaults/{name}"
        if (ROOT / name).is_file() and not (wheel / inside).is_file():
            missing.append(name)
    assert missing == []


def test_a_workspace_is_made_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(wheel)!r}); import corpus;"
        f"assert corpus.__file__.startswith({str(wheel)!r});"
        "from corpus.cli.main import run; sys.exit(run(['init', 'mission']))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True)
    made = {path.name for path in (tmp_path / "mission").iterdir()}
    assert {"corpus.toml", ".gitignore", "LISEZMOI.md", "rules", "corpus"} <= made
    shipped = {path.relative_to(ROOT / "rules") for path in (ROOT / "rules").rglob("*.yaml")}
    copied = {
        path.relative_to(tmp_path / "mission" / "rules")
        for path in (tmp_path / "mission" / "rules").rglob("*.yaml")
    }
    assert copied == shipped


def test_what_is_pinned_is_what_is_asked_for() -> None:
    """Every dependency has its version in the constraints, and no address where it comes from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {one.split(">")[0].split("<")[0].split("=")[0].strip().lower() for one in asked}
    written = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    pinned = {line.split("==")[0].lower() for line in written.splitlines()}
    assert names <= pinned
    assert "://" not in written
    assert "@" not in written


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert version("corpus-preuves") == project["version"]


def test_no_pattern_repeats_a_group_possessively() -> None:
    """`(?:…)*+` runs for ever on Python 3.11.0 to 3.11.4, and Debian 12 comes with 3.11.2."""
    possessive = re.compile(r"\)(?:[*+?]|\{\d+(?:,\d*)?\})\+")
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in sorted((ROOT / "src").rglob("*.py"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if possessive.search(line)
    ]
    assert found == []
