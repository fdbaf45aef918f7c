"""Write the Chinese catalogue from the sources and the word lists in tools/zh/*.json (`make messages`).

`--check` writes nothing and fails when a string of the sources has no Chinese.
"""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "qunfang"
PO = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
WORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "gettext_noop": None,
}


def template_source(path: Path) -> str:
    """A template as Python-like calls, by Django's own reading of it."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    from django.utils.translation.template import templatize

    # Indentation means nothing in a template, and a lot to the tokenizer that reads it.
    return "\n".join(line.lstrip() for line in templatize(path.read_text(encoding="utf-8")).splitlines())


def messages() -> dict[str, tuple[str | tuple[str, ...], set[tuple[str, int]]]]:
    """Message id → (id or plural ids, places)."""
    found: dict[str, tuple[str | tuple[str, ...], set[tuple[str, int]]]] = {}
    paths = [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]
    for path in sorted(path for path in paths if path.suffix == ".py" or "templates" in path.parts):
        text = path.read_text(encoding="utf-8") if path.suffix == ".py" else template_source(path)
        for line, message, _, _ in extract("python", io.BytesIO(text.encode()), WORDS):
            key = message if isinstance(message, str) else message[0]
            if key:
                place = (str(path.relative_to(ROOT)), line)
                found.setdefault(key, (message, set()))[1].add(place)
    return found


def words() -> dict[str, str | list[str]]:
    """English → Chinese from all lists; two different translations of one string are an error."""
    known: dict[str, str | list[str]] = {}
    for path in sorted((ROOT / "tools" / "zh").glob("*.json")):
        for english, chinese in json.loads(path.read_text(encoding="utf-8")).items():
            known.setdefault(english, chinese)
    return known


def main() -> int:
    known, found = words(), messages()
    missing = sorted(key for key in found if key not in known)
    if "--check" not in sys.argv:
        catalogue = Catalog(locale="zh_Hans", project="Qunfang", version="0.1", fuzzy=False)
        for key, (ids, places) in found.items():
            if key not in known:
                continue
            chinese = known[key]
            text = chinese if isinstance(chinese, str) else chinese[-1]
            many = (text,) if isinstance(ids, tuple) else text
            catalogue.add(
                ids,
                many,
                locations=sorted({(name, 0) for name, _ in places}),
                flags=["python-format"] if re.search(r"%\(\w+\)s", key) else [],
            )
        PO.parent.mkdir(parents=True, exist_ok=True)
        with PO.open("wb") as stream:
            write_po(stream, catalogue, width=0, include_lineno=False, sort_output=True, omit_header=False)
        with PO.with_suffix(".mo").open("wb") as stream:  # for this checkout; the package is built with its own
            write_mo(stream, catalogue)
    print(f"{len(found)} strings, {len(missing)} without Chinese")
    for key in missing:
        print("  ", json.dumps(key, ensure_ascii=False), "", sorted(found[key][1])[0])
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
