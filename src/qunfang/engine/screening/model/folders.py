"""Where models live: the shipped one in the package, a user's own versions in a folder beside the installation.

A folder holds `v0001.npz`, `v0002.npz` …, and `state.json`: which one is live and which one only runs in shadow.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from qunfang.engine.screening.model.weights import Model, load, save

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "model.npz"
_STATE = "state.json"


class NoSuchVersion(ValueError):
    """The named version is not in the folder, or there is nothing to go back to."""


def versions(folder: Path) -> list[str]:
    """The names of the user's own versions, oldest first."""
    return sorted(path.stem for path in folder.glob("v[0-9]*.npz")) if folder.is_dir() else []


def state(folder: Path) -> dict[str, list[str] | str | None]:
    """`live` (a list: the last is live, those before it were), `shadow`."""
    path = folder / _STATE
    found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {"live": found.get("live", []), "shadow": found.get("shadow")}


def _write(folder: Path, live: list[str], shadow: str | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{_STATE}.new"
    fresh.write_text(json.dumps({"live": live, "shadow": shadow}), encoding="utf-8")
    fresh.replace(folder / _STATE)


def add(folder: Path, model: Model) -> str:
    """Keep a new version; it runs in shadow until it is promoted."""
    name = f"v{len(versions(folder)) + 1:04d}"
    save(model, folder / f"{name}.npz")
    _write(folder, _live(folder), name)
    return name


def _live(folder: Path) -> list[str]:
    live = state(folder)["live"]
    return list(live) if isinstance(live, list) else []


def promote(folder: Path, name: str) -> None:
    """Make a version the one that counts."""
    if name not in versions(folder):
        raise NoSuchVersion(
            f"There is no version {name} in {folder}. There are: {', '.join(versions(folder)) or 'none'}."
        )
    _write(folder, [*_live(folder), name], None)


def roll_back(folder: Path) -> str:
    """Return to the version before, in the end to the shipped one; its name."""
    live = _live(folder)
    if not live:
        raise NoSuchVersion("The shipped model is in use; there is nothing to go back to.")
    _write(folder, live[:-1], live[-1])
    return live[-2] if len(live) > 1 else "shipped"


def live_path(folder: Path | None) -> Path:
    """The file of the model that counts."""
    live = _live(folder) if folder else []
    return folder / f"{live[-1]}.npz" if folder and live else SHIPPED


def fingerprint(folder: Path | None) -> str:
    """SHA-256 of everything that decides a verdict: the live weights, and the package's tables, cues and words."""
    found = hashlib.sha256()
    tables = (path for path in SHIPPED.parent.rglob("*") if path.is_file() and path != SHIPPED)
    for path in [live_path(folder), *sorted(tables)]:
        found.update(path.read_bytes())
    return found.hexdigest()


def shadow_path(folder: Path) -> Path | None:
    """The file of the model that runs in shadow."""
    name = state(folder)["shadow"]
    return folder / f"{name}.npz" if isinstance(name, str) else None


def read_model(path: Path) -> Model:
    """Load one version."""
    return load(path)
