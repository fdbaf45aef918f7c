"""Bytes of a document → its text, or one clear sentence why not."""

from __future__ import annotations

import io
from typing import Any

from qunfang.engine.plantext.structure import MARK

MAX_BYTES = 5 * 1024 * 1024
FULL = 0.85  # a line of this share of the longest is full
SHORTEST = 16  # signs; a shorter line is a heading, not a broken one
STOPS = ("。", "；", "：", "！", "？", ";", ":", ".", "!", "?")


class UnreadableDocument(ValueError):
    """The document cannot be read; the message says what to do next. `code` names the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_document(data: bytes, *, name: str) -> str:
    """Text of a .txt, .md, .docx or .pdf (told by content, then by name). Raises UnreadableDocument."""
    if len(data) > MAX_BYTES:
        raise UnreadableDocument("large", "The document is larger than 5 MB. Send only the plan itself.")
    if not data.strip():
        raise UnreadableDocument("empty", "The document is empty. Choose another file.")
    if data.startswith(b"%PDF"):
        text = _pdf(data)
    elif data.startswith(b"PK\x03\x04"):
        text = _docx(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableDocument("old_word", "This is an old .doc file. Save it as .docx in Word and send that.")
    else:
        text = _plain(data)
    if not text.strip():
        raise UnreadableDocument("no_text", "The document holds pictures but no text. Send the text itself.")
    return text


def _plain(data: bytes) -> str:
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableDocument("binary", "This is no text. Send a .txt, .docx, .pdf or .md file.")
    codes = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        strange = sum(1 for sign in text if ord(sign) < 32 and sign not in "\r\n\t\f")
        if strange <= len(text) // 200:
            return text
    raise UnreadableDocument("binary", "This is no text. Send a .txt, .docx, .pdf or .md file.")


def _docx(data: bytes) -> str:
    import docx
    from docx.table import Table

    try:
        blocks = list(docx.Document(io.BytesIO(data)).iter_inner_content())
    except Exception as cause:
        raise UnreadableDocument("broken", "The Word file cannot be opened. Save it anew as .docx.") from cause
    lines: list[str] = []
    counts: dict[tuple[str, int], int] = {}
    for block in blocks:
        if isinstance(block, Table):
            lines += [" | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows]
        else:
            lines.append(_number(block, counts) + block.text)
    return "\n".join(lines)


def _number(paragraph: Any, counts: dict[tuple[str, int], int]) -> str:
    """The number that Word shows before a paragraph of a numbered list: 一、 1. (1) by depth; "" outside lists."""
    own = paragraph._p.pPr
    style = paragraph.style.element.pPr if paragraph.style is not None else None
    found = [each.numPr for each in (own, style) if each is not None and each.numPr is not None]
    if (
        not found
        or found[0].numId is None
        or (paragraph.style is not None and "Bullet" in (paragraph.style.name or ""))
    ):
        return ""
    depth = int(found[0].ilvl.val) if found[0].ilvl is not None else 0
    key = (str(found[0].numId.val), depth)
    for other in [each for each in counts if each[0] == key[0] and each[1] > depth]:
        del counts[other]
    counts[key] = counts.get(key, 0) + 1
    return f"{counts[key]}." if depth == 0 else f"({counts[key]})"


def _pdf(data: bytes) -> str:
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableDocument("locked", "The PDF is locked with a password. Send an open copy.")
        return "\n".join(joined([line for page in reader.pages for line in page.extract_text().splitlines()]))
    except UnreadableDocument:
        raise
    except Exception as cause:
        raise UnreadableDocument("broken", "The PDF cannot be opened. Save it anew, or send the text.") from cause


def joined(lines: list[str]) -> list[str]:
    """Lines broken by the width of a page put together again: a long one that ends no sentence takes in the next,
    unless that begins with a number of its own."""
    width = max((len(line.strip()) for line in lines), default=0)
    found: list[str] = []
    broken = False
    for line in lines:
        text = line.strip()
        if broken and text and not MARK.match(text):
            found[-1] += text
        else:
            found.append(text)
        broken = len(text) >= max(FULL * width, SHORTEST) and not text.endswith(STOPS)
    return found
