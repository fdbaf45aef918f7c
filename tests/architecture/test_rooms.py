"""The house keeps its order: imports, foreign keys, file names, sizes."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "qunfang"
ORDER = ["audit", "places", "people", "materials", "plans", "evidence", "screening", "coverage", "web"]
APP_NAMES = {
    "__init__",
    "apps",
    "models",
    "queries",
    "services",
    "access",
    "events",
    "admin",
    "checks",
    "tasks",
    "migrations",
    "data",
}
VAGUE = {"utils", "helpers", "manager", "managers", "handler", "handlers", "data", "info", "misc"}


def sources() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = first.end_lineno if documented else first.lineno - 1
    return max(1, (node.end_lineno or 0) - (start or 0))


def test_rooms_import_only_rooms_above_them() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_foreign_keys_point_to_rooms_above() -> None:
    for model in apps.get_models():
        room = model._meta.app_label
        if room not in ORDER:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                target = field.related_model._meta.app_label
                assert target not in ORDER or ORDER.index(target) <= ORDER.index(room), f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("room", [room for room in ORDER if room != "web"])
def test_apps_use_only_the_agreed_file_names(room: str) -> None:
    found = {path.stem for path in (SOURCE / room).iterdir() if path.name != "__pycache__"}
    assert found <= APP_NAMES


def test_no_module_has_a_vague_name() -> None:
    assert not [path for path in sources() if path.stem in VAGUE]


def test_functions_and_files_stay_small(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    lengths = {
        f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}": body_lines(node)
        for path in sources()
        for node in functions(ast.parse(path.read_text(encoding="utf-8")))
    }
    ranked, files = sorted(lengths.values()), sorted(sizes.values())
    median, p90 = statistics.median(ranked), ranked[int(len(ranked) * 0.9)]
    with capsys.disabled():
        print(f"\n{len(ranked)} functions: median {median}, p90 {p90}, longest {ranked[-1]} lines; ", end="")
        print(f"{len(files)} files: p90 {files[int(len(files) * 0.9)]}, longest {files[-1]} lines")
    assert [name for name, size in lengths.items() if size > 60] == []
    assert [str(path) for path, size in sizes.items() if size > 500] == []
    assert median <= 9
    assert p90 <= 30
    assert files[int(len(files) * 0.9)] <= 300


def test_functions_take_at_most_four_positional_arguments() -> None:
    long = [
        f"{path.name}:{node.name}"
        for path in sources()
        for node in functions(ast.parse(path.read_text(encoding="utf-8")))
        if len([arg for arg in node.args.args if arg.arg not in {"self", "cls"}]) > 4
    ]
    assert long == []


def test_every_model_says_what_it_is() -> None:
    mute = [
        m.__name__
        for m in apps.get_models()
        if m._meta.app_label in ORDER and (m.__doc__ or "").startswith(f"{m.__name__}(")
    ]
    assert mute == []
