"""The rules of the house, checked over the source."""

import ast
import subprocess
from pathlib import Path

import pytest

from hub.i18n import PACKAGES, ROOT
from tests.translations import clashes, gaps

pytestmark = pytest.mark.pure

LONGEST_MODULE = 250
READING_MODULES = {"routes", "api", "queries", "policy"}
WRITES = {
    "create",
    "save",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "in_transaction",
}
COMPOSITION = {"app", "cli", "composition", "demo", "furnishing", "gateway", "worker", "__init__", "__main__"}


def modules() -> list[Path]:
    return [
        file
        for package in PACKAGES
        for file in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in file.parts
    ]


def writes(tree: ast.AST) -> list[str]:
    """The calls that write rows, or record events, in a module."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
                found.append(f"{node.lineno}: .{node.func.attr}()")
            if isinstance(node.func, ast.Name) and node.func.id in ("record", "in_transaction"):
                found.append(f"{node.lineno}: {node.func.id}()")
    return found


def test_the_rule_about_writing_notices_a_write() -> None:
    assert writes(ast.parse("async def f():\n    await Thread.create(title='x')\n    await record(1)"))


def test_only_operations_write_rows_and_record_events() -> None:
    offenders = [
        f"{file.relative_to(ROOT)}:{write}"
        for file in modules()
        if READING_MODULES & {file.stem, file.parent.name}
        for write in writes(ast.parse(file.read_text()))
    ]
    assert not offenders


def test_no_module_holds_two_nouns() -> None:
    long = {
        str(file.relative_to(ROOT)): lines for file in modules() if (lines := _lines(file)) > LONGEST_MODULE
    }
    assert not long


def _lines(file: Path) -> int:
    return len(file.read_text().splitlines())


def test_the_import_contract_names_every_kernel_module() -> None:
    contract = (ROOT / "pyproject.toml").read_text()
    kernel = {
        path.stem
        for path in (ROOT / "hub").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
        if path.stem not in COMPOSITION | {"migrations"}
    }
    assert {name for name in kernel if f'"hub.{name}"' not in contract} == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_text_is_translated(package: str) -> None:
    assert gaps(package, "zh") == []


def test_packages_agree_on_the_translation_of_what_they_share() -> None:
    assert clashes("zh") == []


def test_no_registry_is_named_and_no_lock_lacks_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "index-url" not in text
        assert text.count("==") <= text.count("--hash=")
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved": "http' not in lock
    assert '"integrity"' in lock


def test_the_models_have_no_change_that_no_migration_makes() -> None:
    result = subprocess.run(
        [ROOT / ".venv/bin/python", "-m", "tests.migrations", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
