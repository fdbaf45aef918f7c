"""Documents in every form that people send, and clear refusals of the rest."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from qunfang.engine.plantext import UnreadableDocument, read_document

TEXT = "柳林镇反诈工作方案\n一、各村每月组织1次宣讲。"


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_plain_text_in_the_usual_codes(code: str) -> None:
    assert read_document(TEXT.encode(code), name="方案.txt") == TEXT


def test_a_word_file_with_its_table_and_numbered_list() -> None:
    document = docx.Document()
    document.add_paragraph("柳林镇反诈工作方案")
    document.add_paragraph("悬挂横幅", style="List Number")
    document.add_paragraph("张贴海报", style="List Number")
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text, row.cells[1].text = "每村1条", "各村"
    kept = io.BytesIO()
    document.save(kept)
    text = read_document(kept.getvalue(), name="方案.docx")
    assert text.splitlines() == ["柳林镇反诈工作方案", "1.悬挂横幅", "2.张贴海报", "每村1条 | 各村"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"\xd0\xcf\x11\xe0rest", "old_word"),
        (b"x" * (5 * 1024 * 1024 + 1), "large"),
        (b"%PDF-1.4 broken", "broken"),
        (b"PK\x03\x04broken", "broken"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        read_document(data, name="x")
    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")


def test_a_zip_that_is_no_word_file_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.docx", "w") as made:
        made.writestr("a.txt", "x")
    with pytest.raises(UnreadableDocument):
        read_document((tmp_path / "x.docx").read_bytes(), name="x.docx")


def test_broken_lines_of_a_pdf_are_joined_and_whole_ones_kept() -> None:
    from qunfang.engine.plantext.readers import joined

    lines = [
        "柳林镇反诈工作方案",
        "一、宣传阵地",
        "各村在村口、文化广场、小卖部门前悬挂防范电信网络诈骗横",
        "幅，每村不少于两条。",
        "（二）入户",
    ]
    assert joined(lines) == [lines[0], lines[1], lines[2] + lines[3], lines[4]]
