"""The house keeps its own rules: each is seen to fail when the fault it looks for is planted."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDORED = ROOT / "mestring/web/shell/static/dkfds"
BINARY = {".woff2", ".png", ".ico"}

# Written in pieces so that this file isn't found by its own test.
ADDRESSES = [
    re.escape(part)
    for part in (
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "registry." + "npmjs",
        "deb." + "debian.org",
        "/opt/" + "wheels",
        "/opt/" + "pypi",
        "--extra-" + "index-url",
        "--find-" + "links",
        "/root" + "/",
        "/work" + "/",
    )
]


def tracked(root: Path = ROOT) -> list[Path]:
    """Every file that is, or would be, part of the repository."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout
    return [root / name for name in listed.split("\0") if name and (root / name).is_file()]


def addresses_in(files: Iterable[Path]) -> list[str]:
    pattern = re.compile("|".join(ADDRESSES))
    found = []
    for path in files:
        if path.suffix in BINARY:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path.relative_to(path.anchor)}:{number}: {line.strip()[:120]}")
    return found


def test_no_registry_address_and_no_machine_path_is_tracked() -> None:
    assert addresses_in(tracked()) == []


def test_an_address_would_be_seen(tmp_path: Path) -> None:
    planted = tmp_path / "requirements.txt"
    planted.write_text("--index-url https://" + "pypi" + ".org/simple\n", encoding="utf-8")
    assert len(addresses_in([planted])) == 1


def without_hash(text: str) -> list[str]:
    """Requirements that could be anything: no exact version or no hash."""
    joined = text.replace("\\\n", " ")
    return [
        line.split(" ")[0] for line in joined.splitlines() if line.strip() and not line.startswith("#") and ("==" not in line or "--hash=sha256:" not in line)
    ]


@pytest.mark.parametrize("name", ["base.txt", "test.txt"])
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert without_hash(text) == []
    assert "://" not in text


def test_a_requirement_without_a_hash_would_be_seen() -> None:
    assert without_hash("django==5.2.19\nclick==8.5.1 \\\n    --hash=sha256:abc\n") == ["django==5.2.19"]


def test_the_requirements_cover_what_the_project_declares() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    locked = (ROOT / "requirements/base.txt").read_text(encoding="utf-8")
    names = {re.split(r"[\[<>=]", one)[0] for one in declared}
    assert {name for name in names if not re.search(rf"^{name}==", locked, re.MULTILINE)} == set()


def changed_in(folder: Path) -> list[str]:
    """Vendored files that are not what the record says, missing ones, and ones it doesn't know."""
    record = tomllib.loads((folder / "VENDOR.toml").read_text(encoding="utf-8"))["sha256"]
    there = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file() and path.name != "VENDOR.toml"}
    wrong = [name for name, digest in record.items() if name in there and hashlib.sha256(there[name].read_bytes()).hexdigest() != digest]
    return sorted([*wrong, *(set(record) ^ set(there))])


def test_the_vendored_design_system_is_what_was_recorded() -> None:
    record = tomllib.loads((VENDORED / "VENDOR.toml").read_text(encoding="utf-8"))
    assert record["package"] == "dkfds"
    assert record["version"] == "11.2.0"
    assert record["integrity"].startswith("sha512-")
    assert (ROOT / record["script"]).is_file()
    assert changed_in(VENDORED) == []


def test_only_the_neutral_theme_is_vendored() -> None:
    names = [path.name for path in VENDORED.rglob("*") if path.is_file()]
    assert [name for name in names if re.search(r"borgerdk|virk", name)] == []
    assert [path.name for path in VENDORED.rglob("*.css")] == ["dkfds.min.css"]
    assert {path.suffix for path in (VENDORED / "fonts").rglob("IBM*.*")} == {".woff2"}
    assert "sourceMappingURL" not in (VENDORED / "css/dkfds.min.css").read_text(encoding="utf-8")
    assert "sourceMappingURL" not in (VENDORED / "js/dkfds.min.js").read_text(encoding="utf-8")
    assert (VENDORED / "LICENSE.md").is_file()


def test_a_changed_vendored_file_would_be_seen(tmp_path: Path) -> None:
    copy = tmp_path / "dkfds"
    shutil.copytree(VENDORED, copy)
    (copy / "css/dkfds.min.css").write_text("body{}", encoding="utf-8")
    (copy / "extra.css").write_text("", encoding="utf-8")
    assert changed_in(copy) == ["css/dkfds.min.css", "extra.css"]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
    ]
    return subprocess.run(
        command, cwd=root, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(root), "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def copied_house(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "mestring", tmp_path / "mestring", ignore=shutil.ignore_patterns("static", "*.yaml", "__pycache__", "templates"))
    return tmp_path


def test_the_import_contract_holds(copied_house: Path) -> None:
    done = lint_imports(copied_house)
    assert done.returncode == 0, done.stdout
    assert "3 kept, 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("where", "planted", "broken"),
    [
        ("mestring/rules/money.py", "from django.conf import settings\n", "Rules know neither Django"),
        ("mestring/rules/money.py", "from mestring.web.shell import clock\n", "A case flows upward"),
        ("mestring/web/shell/clock.py", "from mestring.web.public import views\n", "The doors of the roles"),
        ("mestring/utils/__init__.py", "", "A case flows upward"),
        ("mestring/web/helpers/__init__.py", "", "The doors of the roles"),
    ],
    ids=["Django in rules", "a door in rules", "a role in the shell", "a room nobody knows", "a role nobody knows"],
)
def test_a_broken_import_contract_would_be_seen(copied_house: Path, where: str, planted: str, broken: str) -> None:
    path = copied_house / where
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + "\n" + planted, encoding="utf-8")
    done = lint_imports(copied_house)
    assert done.returncode != 0
    assert re.search(rf"{broken}.*BROKEN|exhaustive|not listed|missing", done.stdout, re.DOTALL), done.stdout


NOW = re.compile(r"\b(?:(?:date\.today|datetime\.now|datetime\.today|datetime\.utcnow|timezone\.now|time\.time)\(|timezone\.(?:localdate|localtime)\(\))")
# The house has one clock, and a demo's day is laid over it there.
MAY_ASK = ("mestring/audit/clock.py", "mestring/audit/demo.py", "mestring/config/")
DAY = re.compile(r"\bclock\.today\(")
# Only the doors and the fuse box ask what day it is. Whoever needs the day elsewhere is told it.
MAY_ASK_THE_DAY = ("mestring/audit/clock.py", "mestring/web/", "mestring/integrations/", "mestring/config/")


def asks_for_today(files: Iterable[tuple[str, str]]) -> list[str]:
    return [name for name, text in files if (NOW.search(text) and not name.startswith(MAY_ASK)) or (DAY.search(text) and not name.startswith(MAY_ASK_THE_DAY))]


def test_only_the_doors_ask_what_day_it_is() -> None:
    sources = [(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in (ROOT / "mestring").rglob("*.py")]
    assert asks_for_today(sources) == []


def test_a_rule_that_asks_for_today_would_be_seen() -> None:
    planted = [
        ("mestring/rules/ages.py", "return date.today()"),
        ("mestring/audit/clock.py", "return timezone.now()"),
        ("mestring/cases/actions/case.py", "on = clock.today()"),
        ("mestring/web/caseworker/views/case.py", "on = clock.today()"),
        ("mestring/cases/models/case.py", "day = timezone.localdate(self.at)"),
    ]
    assert asks_for_today(planted) == ["mestring/rules/ages.py", "mestring/cases/actions/case.py"]


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "15.Applicable Law" in text
    assert len(text) > 13_000


def test_the_glossary_of_the_pages_is_in_the_documents() -> None:
    from mestring.web.public.glossary import WORDS

    text = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").lower()
    assert [word.danish for word in WORDS if word.danish.split(" (")[0].lower() not in text] == []


def test_collected_static_files_find_each_other(tmp_path: Path) -> None:
    """The production storage gives every file a hashed name; the style sheet must name the design system by its new one."""
    environment = {"PATH": "/usr/bin:/bin", "VAR": str(tmp_path), "SECRET_KEY": "for tests only", "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ours = next((tmp_path / "static/shell").glob("mestring.*.css")).read_text(encoding="utf-8")
    found = re.search(r'@import url\("\.\./dkfds/css/(dkfds\.min\.[0-9a-f]+\.css)"\) layer\(dkfds\)', ours)
    assert found, ours[:900]
    assert (tmp_path / "static/dkfds/css" / found[1]).is_file()
    assert list((tmp_path / "static/dkfds/css").glob("*.css.br"))
