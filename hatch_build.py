"""Build hook: reads dependencies from requirements/run.in and compiles message catalogues with Babel."""

from __future__ import annotations

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).parent


class CataloguesHook(BuildHookInterface):
    """Compiles every .po under src/ to .mo, so that no user needs GNU gettext."""

    def initialize(self, version: str, build_data: dict) -> None:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in ROOT.glob("src/qunfang/**/LC_MESSAGES/*.po"):
            with source.open("rb") as stream:
                catalogue = read_po(stream, locale=source.parent.parent.name)
            with source.with_suffix(".mo").open("wb") as stream:
                write_mo(stream, catalogue)


class RequirementsHook(MetadataHookInterface):
    """The one list of requirements is requirements/run.in; the wheel's metadata is read from it."""

    def update(self, metadata: dict) -> None:
        metadata["dependencies"] = _wanted("run")
        metadata["optional-dependencies"] = {
            "postgres": ["psycopg[binary]"],
            "ocr": _wanted("ocr"),
            "semantic": _wanted("semantic"),
            "s3": _wanted("s3"),
            "spark": _wanted("spark"),
        }


def _wanted(name: str) -> list[str]:
    """Requirements of requirements/NAME.in without comments and options."""
    lines = (ROOT / f"requirements/{name}.in").read_text(encoding="utf-8").splitlines()
    found = [line.split("#")[0].strip() for line in lines]
    return [line for line in found if line and not line.startswith("-")]
