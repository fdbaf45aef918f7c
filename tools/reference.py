"""Write docs/reference/commands.md and models.md from the code itself (`make docs`); `--check` only compares."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"


def commands() -> str:
    """Each command with its arguments, options and help."""
    import typer

    from qunfang.cli import app

    lines = ["# Commands", "", "Made by `make docs` from the commands themselves.", ""]
    for name, command in _named(typer.main.get_command(app), "qunfang"):
        lines += [f"## `{name}`", "", (command.help or "").strip(), ""]  # type: ignore[attr-defined]
        told = [_parameter(each) for each in command.params if each.name != "help"]  # type: ignore[attr-defined]
        lines += ["| what | default | meaning |", "|---|---|---|", *told, ""] if told else []
    return "\n".join(lines)


def _named(group: object, name: str) -> list[tuple[str, object]]:
    """The commands of a group and of the groups in it, each with its whole name."""
    found: list[tuple[str, object]] = []
    for own, command in sorted(group.commands.items()):  # type: ignore[attr-defined]
        whole = f"{name} {own}"
        found += _named(command, whole) if hasattr(command, "commands") else [(whole, command)]
    return found


def _parameter(each: object) -> str:
    names = " ".join(each.opts) if each.param_type_name == "option" else each.name.upper()  # type: ignore[attr-defined]
    default = each.default if each.default not in (None, False, ...) and not callable(each.default) else ""  # type: ignore[attr-defined]
    return f"| `{names}` | {default} | {getattr(each, 'help', '') or ''} |"


def models() -> str:
    """Each model with its sentence and its fields, room by room."""
    from django.apps import apps

    lines = ["# Models", "", "Made by `make docs` from the models themselves.", ""]
    for config in apps.get_app_configs():
        own = [model for model in config.get_models() if model.__module__.startswith("qunfang.")]
        if not own:
            continue
        lines += [f"## {config.label}", ""]
        for model in own:
            lines += [f"### {model.__name__}", "", " ".join((model.__doc__ or "").split()), ""]
            lines += ["| field | kind | meaning |", "|---|---|---|", *map(_field, model._meta.local_fields), ""]
    return "\n".join(lines)


def _field(field: object) -> str:
    kind = type(field).__name__.removesuffix("Field")
    target = field.related_model  # type: ignore[attr-defined]
    kind = f"→ {target.__name__}" if target else kind
    return f"| `{field.name}` | {kind} | {field.help_text or ''} |"  # type: ignore[attr-defined]


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunfang.config.settings")
    import django
    from django.utils import translation

    django.setup()
    with translation.override("en"):
        pages = {"commands.md": commands(), "models.md": models()}
    stale = []
    for name, text in pages.items():
        path = REFERENCE / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    print("stale:" if "--check" in sys.argv else "written:", ", ".join(stale) or "nothing")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
