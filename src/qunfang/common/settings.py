"""Typed readers of the environment; settings.py is the only caller."""

from __future__ import annotations

import os
from pathlib import Path


def env_text(name: str, default: str = "") -> str:
    """The variable as text. `NAME_FILE` names a file that holds it instead (for secrets)."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def env_flag(name: str, default: bool = False) -> bool:
    """1, true, yes, on (any case) are true; anything else that is set is false."""
    raw = os.environ.get(name)
    return default if raw is None else raw.strip().lower() in {"1", "true", "yes", "on"}


def env_number(name: str, default: int) -> int:
    """The variable as a whole number; a value that is none stops the start with a sentence that names it."""
    raw = os.environ.get(name, "")
    try:
        return int(raw) if raw else default
    except ValueError as cause:
        raise SystemExit(f"{name} must be a whole number, not {raw!r}.") from cause


def env_list(name: str, default: list[str]) -> list[str]:
    """Comma-separated values without blanks."""
    raw = os.environ.get(name)
    return default if raw is None else [part.strip() for part in raw.split(",") if part.strip()]


def env_path(name: str, default: Path) -> Path:
    """A folder or file; `~` stands for the user's home."""
    raw = os.environ.get(name)
    return (Path(raw) if raw else default).expanduser().absolute()
