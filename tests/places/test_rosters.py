"""Rosters: what a file holds, what it would do, and that it is written whole or not at all."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
import xlsxwriter
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qunfang.audit.models import Record
from qunfang.common import clock
from qunfang.common.errors import Invalid, NotFound
from qunfang.places.models import Site, Unit, Upload
from qunfang.places.services import close_unit, commit_upload, keep_upload, own_upload, preview_roster, template_bytes
from qunfang.places.services.rosters import plant_roster
from qunfang.places.services.rosters.grids import read_grids
from tests.cast import Cast, make_cast

pytestmark = pytest.mark.django_db
Rows = Sequence[Sequence[Any]]
UNIT_HEAD = ["单位名称", "类别", "上级单位", "编号"]
SITE_HEAD = ["地点名称", "类别", "所属单位", "所在地点", "编号", "地址", "纬度", "经度"]


def book(**sheets: Rows) -> bytes:
    """An .xlsx with the given sheets; '单位' and '地点' are the usual ones."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return stream.getvalue()


def units(*rows: Sequence[Any]) -> bytes:
    return book(单位=[UNIT_HEAD, *rows])


def sites(*rows: Sequence[Any]) -> bytes:
    return book(地点=[SITE_HEAD, *rows])


def acts(scope: Unit, content: bytes) -> dict[str, int]:
    preview = preview_roster(scope, content)
    return {act: len(preview.acts(act)) for act in ("added", "changed", "same")} | {"bad": preview.bad_rows}


def plant(scope: Unit, content: bytes, cast: Cast) -> None:
    plant_roster(scope, content, by=cast.admin, source="test")


def test_units_and_sites_of_one_workbook_are_added_and_a_second_time_nothing_changes(cast: Cast) -> None:
    content = book(
        单位=[UNIT_HEAD, ["一组", "其他", "新村", ""], ["新村", "村", "安和县/青石镇", "X1"]],
        地点=[
            SITE_HEAD,
            ["1号楼电梯", "电梯", "X1", "幸福小区", "", "", "", ""],
            ["幸福小区", "residential_quarter", "青石镇/新村", "", "", "滨河路", 30.5, 104.5],
        ],
    )
    assert acts(cast.county, content) == {"added": 4, "changed": 0, "same": 0, "bad": 0}
    plant(cast.county, content, cast)
    assert acts(cast.county, content) == {"added": 0, "changed": 0, "same": 4, "bad": 0}
    group = Unit.objects.get(name="一组")
    assert Unit.objects.get_parent(group) == Unit.objects.get(code="X1")
    lift = Site.objects.get(name="1号楼电梯", unit__code="X1")
    assert lift.parent is not None
    assert (lift.parent.name, lift.parent.address) == ("幸福小区", "滨河路")
    assert not any(Unit.objects.find_problems())
    records = Record.objects.filter(verb="places.import")
    assert records.count() == 1
    assert len(records.get().detail["added_units"]) == 2


def test_a_row_is_matched_by_code_and_changed(cast: Cast) -> None:
    content = units(["石坪新村", "社区", "云台镇", 990101001201.0])
    assert acts(cast.county, content) == {"added": 0, "changed": 1, "same": 0, "bad": 0}
    plant(cast.county, content, cast)
    changed = Unit.objects.get(pk=cast.village.pk)
    assert (changed.name, changed.kind) == ("石坪新村", "community")
    assert Unit.objects.get_parent(changed) == cast.other_town
    assert acts(cast.county, content)["same"] == 1
    assert not any(Unit.objects.find_problems())


def test_a_row_without_code_is_matched_by_name_at_its_place(cast: Cast) -> None:
    content = book(
        单位=[["名称", "类别", "上级"], ["三(1)班", "班级", "中心小学"]],
        地点=[["名称", "类别", "所属单位", "地址"], ["便民超市", "商店", "柳河社区", "东街 2 号"]],
    )
    assert acts(cast.town, content) == {"added": 0, "changed": 2, "same": 0, "bad": 0}
    plant(cast.town, content, cast)
    assert Site.objects.get(pk=cast.shop.pk).address == "东街 2 号"


def test_empty_cells_leave_what_is_there(cast: Cast) -> None:
    plant(cast.community, sites(["便民超市", "商店", "", "", "S-1", "东街", 30.1, 104.1]), cast)
    assert acts(cast.community, sites(["便民超市", "商店", "", "", "S-1", "", "", ""])) == {
        "added": 0,
        "changed": 0,
        "same": 1,
        "bad": 0,
    }


def test_a_code_may_be_given_to_what_had_none(cast: Cast) -> None:
    content = units(["三（1）班", "班级", "中心小学", "C31"])
    plant(cast.town, content, cast)
    assert Unit.objects.get(pk=cast.school_class.pk).code == "C31"
    assert acts(cast.town, content)["same"] == 1


def test_a_kind_changes_but_never_by_taking_what_another_row_names(cast: Cast) -> None:
    both = sites(["便民超市", "药店", "柳河社区"], ["便民超市", "LED屏", "柳河社区"])
    assert acts(cast.town, both) == {"added": 1, "changed": 0, "same": 1, "bad": 0}
    assert acts(cast.town, sites(["便民超市", "集市", "柳河社区"])) == {"added": 0, "changed": 1, "same": 0, "bad": 0}


def test_columns_in_any_order_titles_blank_rows_totals_and_merged_cells_are_understood(cast: Cast) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        sheet = made.add_worksheet("花名册")
        sheet.merge_range(0, 0, 0, 3, "青石镇村（社区）一览表")
        sheet.write_row(2, 0, ["序号", "编 号", "类 型", "上级单位", "单位名称＊"])
        sheet.write_row(3, 0, [1, "Ａ０１ ", "ｖｉｌｌａｇｅ", "", "　新　村 "])
        sheet.write_row(5, 0, [2, "A02", "社区", "", "新区\u200b"])
        sheet.merge_range(3, 3, 5, 3, "安和县/青石镇")
        sheet.merge_range(6, 0, 6, 4, "二、其他")
        sheet.write_row(7, 0, ["合计", "", "", "", "合计"])
    preview = preview_roster(cast.county, stream.getvalue())
    assert [problem.why for problem in preview.problems] == []
    found = [(line.node.name, line.node.code, line.node.kind, line.draft.row) for line in preview.acts("added")]
    assert found == [("新村", "A01", "village", 4), ("新区", "A02", "community", 6)]
    assert {line.node.parent.name for line in preview.acts("added") if line.node.parent} == {"青石镇"}
    assert preview.reading.ignored_columns == ["序号"]


def ods(body: str) -> bytes:
    """A bare .ods with one sheet of the given rows."""
    spaces = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    spaces += 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    spaces += 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    table = f'<table:table table:name="单位">{body}</table:table>'
    text = f"<office:document-content {spaces}><office:body><office:spreadsheet>{table}"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", f"{text}</office:spreadsheet></office:body></office:document-content>")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
    return stream.getvalue()


def ods_row(*cells: str, repeated: int = 1) -> str:
    filled = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{filled}</table:table-row>'


def test_an_open_document_sheet_is_read_and_endless_repetition_refused(cast: Cast) -> None:
    assert acts(cast.county, ods(ods_row("单位名称", "类型", "上级") + ods_row("新村", "村", "青石镇")))["added"] == 1
    with pytest.raises(Invalid):
        read_grids(ods(ods_row("单位名称", "类型") + ods_row("新村", "村", repeated=1_000_000)))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_files_of_every_usual_kind_are_read(cast: Cast, codec: str, mark: str) -> None:
    rows = [["单位名称", "类型", "上级单位"], ["新村", "村", "青石镇"]]
    content = "\r\n".join(mark.join(row) for row in rows).encode(codec)
    assert acts(cast.county, content)["added"] == 1


def test_the_template_can_be_read_back_and_lists_every_kind() -> None:
    grids = {grid.name: grid.rows for grid in read_grids(template_bytes())}
    assert [str(cell) for cell in next(iter(grids.values()))[0]][:2] == ["单位名称 *", "类型 *"]
    kinds = list(grids["类型表"])
    assert ["村", "village"] in [row[:2] for row in kinds]
    assert ["电梯", "elevator"] in [row[2:4] for row in kinds]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_template_filled_in_comes_back_whole(cast: Cast, language: str) -> None:
    with override(language):
        sheets = {grid.name: list(grid.rows) for grid in read_grids(template_bytes())}
        with pytest.raises(Invalid):
            preview_roster(cast.county, book(**sheets))
        of_units, of_sites = list(sheets)[:2]
        sheets[of_units].append(["新村", "村", "青石镇", "X9", "2026-09-01"])
        sheets[of_sites].append(["1号楼电梯", "电梯", "X9", "幸福小区", "", "", "", ""])
        sheets[of_sites].append(["幸福小区", "小区", "青石镇/新村", "", "", "滨河路", 30.5, 104.5])
        assert acts(cast.county, book(**sheets)) == {"added": 3, "changed": 0, "same": 0, "bad": 0}


BAD_ROWS = [
    (units(["", "村", "青石镇", ""]), "单位名称", "没有填名称"),
    (units(["新村", "", "青石镇", ""]), "类型", "没有填类型"),
    (units(["新村", "寨子", "青石镇", ""]), "类型", "寨子"),
    (units(["新村", "村", "白云镇", ""]), "上级单位", "没有叫“白云镇”"),
    (units(["新村", "村", "青石镇", "1234567890123456789"], ["x", "村", "", 12345678901234567890.0]), "编号", "近似数"),
    (units(["甲村", "村", "青石镇", "N1"], ["乙村", "村", "青石镇", "N1"]), "编号", "第 2 行"),
    (units(["甲村", "村", "青石镇", ""], ["甲 村", "村", "青石镇", ""]), "单位名称", "第 2 行"),
    (units(["甲村", "村", "乙村", ""], ["乙村", "村", "甲村", ""]), "上级单位", "没有叫"),
    (units(["青石镇", "镇", "石坪村", "990101001"]), "上级单位", "圈"),
    (units(["石坪村", "村", "青石镇", "990"]), "编号", "990101001201"),
    (units(["甲村", "村", "青石镇", "L" * 41]), "编号", "40"),
    (sites(["东门", "出入口", "白云社区"]), "所属单位", "白云社区"),
    (sites(["东门", "出入口", "柳河社区", "云上花园"]), "所在地点", "云上花园"),
    (sites(["东门", "出入口", "柳河社区", "", "", "", 30.5, ""]), "经度", "一起填"),
    (sites(["东门", "出入口", "柳河社区", "", "", "", 130.5, 104]), "纬度", "90"),
    (sites(["东门", "出入口", "柳河社区", "", "", "", "北", 104]), "纬度", "数字"),
    (sites(["甲", "小区", "柳河社区", "乙"], ["乙", "小区", "柳河社区", "甲"]), "所在地点", "没有叫"),
]


@pytest.mark.parametrize(("content", "column", "why"), BAD_ROWS, ids=range(len(BAD_ROWS)))
def test_a_bad_row_is_named_with_its_column_and_why_and_nothing_is_written(
    cast: Cast, content: bytes, column: str, why: str
) -> None:
    preview = preview_roster(cast.county, content)
    assert [column] == [problem.column for problem in preview.problems][:1]
    assert why in preview.problems[0].why
    before = Unit.objects.count(), Site.objects.count()
    with pytest.raises(Invalid):
        plant(cast.county, content, cast)
    assert (Unit.objects.count(), Site.objects.count()) == before


def test_one_name_for_several_units_asks_for_the_path(cast: Cast) -> None:
    content = units(["一组", "其他", "青石镇", ""], ["一组", "其他", "云台镇", ""])
    plant(cast.county, content, cast)
    preview = preview_roster(cast.county, sites(["村口", "出入口", "一组"]))
    assert "路径" in preview.problems[0].why
    assert acts(cast.county, sites(["村口", "出入口", "云台镇/一组"]))["added"] == 1


def test_nothing_outside_the_unit_of_the_import_is_touched_or_told(cast: Cast) -> None:
    for content in (
        units(["河口新村", "村", "", "990101002203"]),
        units(["新村", "村", "云台镇", ""]),
        units(["新村", "村", "安和县", ""]),
        sites(["村口", "出入口", "河口村"]),
    ):
        preview = preview_roster(cast.town, content)
        assert preview.bad_rows == 1
        assert "河口村" not in preview.problems[0].why.replace("“河口村”", "")
    assert acts(cast.town, units(["青石镇", "镇", "安和县", "990101001"]))["same"] == 1


def test_a_closed_unit_takes_nothing_new(cast: Cast) -> None:
    close_unit(cast.community, by=cast.officer)
    assert acts(cast.town, units(["一组", "其他", "柳河社区", ""]))["bad"] == 1
    assert acts(cast.town, sites(["村口", "出入口", "柳河社区"]))["bad"] == 1


def test_a_quarter_moves_only_with_its_parts(cast: Cast) -> None:
    Site.objects.filter(pk=cast.quarter.pk).update(code="Q1")
    alone = sites(["锦绣花园", "小区", "石坪村", "", "Q1"])
    assert "1号楼电梯" in preview_roster(cast.town, alone).problems[0].why
    Site.objects.filter(parent=cast.quarter).update(code="")
    Site.objects.filter(pk=cast.lift.pk).update(code="L1")
    Site.objects.filter(name="2号楼电梯").update(code="L2")
    rows = [["1号楼电梯", "电梯", "石坪村", "Q1", "L1"], ["2号楼电梯", "电梯", "石坪村", "锦绣花园", "L2"]]
    together = sites(["锦绣花园", "小区", "石坪村", "", "Q1"], *rows)
    plant(cast.town, together, cast)
    assert set(Site.objects.filter(unit=cast.village).values_list("name", flat=True)) == {
        "锦绣花园",
        "1号楼电梯",
        "2号楼电梯",
    }
    assert acts(cast.town, together)["same"] == 3


BAD_FILES = {
    "empty": b"",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "a PDF": b"%PDF-1.7\n\x00\x01\x02",
    "a broken zip": b"PK\x03\x04" + b"\x00" * 200,
    "a broken xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "prose": "各村要认真组织学习。\n第二段。".encode(),
    "only headings": units(),
    "no headings": book(单位=[["新村", "村", "青石镇"]]),
    "a column twice": book(单位=[["单位名称", "类别", "类型"], ["新村", "村", "村"]]),
    "no column of kinds": book(单位=[["单位名称", "编号"], ["新村", "1"]]),
    "too many rows": ("单位名称,类型\n" + "甲,村\n" * 20_001).encode(),
    "too large": b"a," * (6 * 1024 * 1024),
}


def far_cell() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        sheet = made.add_worksheet("单位")
        sheet.write_row(0, 0, ["单位名称", "类别"])
        sheet.write(1_048_575, 16_383, "x")
    return stream.getvalue()


BAD_FILES["a cell at the end of the world"] = far_cell()


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_wrong_file_gets_one_sentence_and_is_not_kept(cast: Cast, name: str) -> None:
    with pytest.raises(Invalid) as caught:
        keep_upload(cast.town, name="x.xlsx", content=BAD_FILES[name], by=cast.officer)
    told = caught.value.message
    assert told.endswith("。")
    assert len(told) < 60
    assert not Upload.objects.exists()


def test_an_upload_is_its_owners_alone_expires_and_goes_once_it_is_written(cast: Cast, noon: Any) -> None:
    upload = keep_upload(cast.town, name="单位.xlsx", content=units(["新村", "村", "青石镇", ""]), by=cast.officer)
    assert own_upload(upload.pk, by=cast.officer) == upload
    with pytest.raises(NotFound):
        own_upload(upload.pk, by=cast.neighbour)
    with clock.frozen(upload.expires_at.replace(year=2027)), pytest.raises(NotFound):
        own_upload(upload.pk, by=cast.officer)
    commit_upload(upload, by=cast.officer)
    assert Unit.objects.filter(name="新村").count() == 1
    with pytest.raises(NotFound):
        commit_upload(upload, by=cast.officer)


def test_a_new_upload_takes_the_place_of_the_last_and_clears_expired_ones(cast: Cast) -> None:
    content = units(["新村", "村", "青石镇", ""])
    first = keep_upload(cast.town, name="1", content=content, by=cast.officer)
    others = keep_upload(cast.other_town, name="2", content=content, by=cast.neighbour)
    Upload.objects.filter(pk=others.pk).update(expires_at=first.created_at.replace(year=2020))
    second = keep_upload(cast.town, name="3", content=content, by=cast.officer)
    assert list(Upload.objects.values_list("pk", flat=True)) == [second.pk]


def test_ten_thousand_rows_take_few_statements(cast: Cast) -> None:
    rows = [[f"{n}组", "其他", "石坪村", f"G{n:05}"] for n in range(2000)]
    places = [[f"{n}号楼", "小区", f"G{n % 2000:05}"] for n in range(8000)]
    content = book(单位=[UNIT_HEAD, *rows], 地点=[SITE_HEAD, *places])
    with CaptureQueriesContext(connection) as asked:
        preview = preview_roster(cast.county, content)
    assert len(preview.acts("added")) == 10_000
    assert len(asked) <= 5
    with CaptureQueriesContext(connection) as written:
        plant(cast.county, content, cast)
    assert len(written) <= 200
    assert Site.objects.count() >= 8000


NAMES = st.text(st.sampled_from("柳河青石新村东门一二三（）12 "), min_size=1, max_size=6).filter(lambda s: s.strip())
UNIT_ROWS = st.lists(
    st.tuples(
        NAMES, st.sampled_from(["村", "社区", "school", "派出所"]), st.sampled_from(["", "青石镇", "安和县/云台镇"])
    ),
    min_size=1,
    max_size=12,
)
LAX = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=15, deadline=None, suppress_health_check=LAX)
@given(rows=UNIT_ROWS, order=st.randoms(use_true_random=False))
def test_any_roster_is_written_whole_or_not_at_all_and_then_stands_still(db: None, rows: Any, order: Any) -> None:
    with transaction.atomic():
        cast = make_cast()
        content = book(单位=[["单位名称", "类型", "上级单位"], *rows])
        preview = preview_roster(cast.county, content)
        before = Unit.objects.count()
        if preview.problems:
            with pytest.raises(Invalid):
                plant(cast.county, content, cast)
            assert Unit.objects.count() == before
        else:
            plant(cast.county, content, cast)
            assert Unit.objects.count() == before + len(preview.acts("added"))
            shuffled = list(rows)
            order.shuffle(shuffled)
            again = acts(cast.county, book(单位=[["单位名称", "类型", "上级单位"], *shuffled]))
            assert again == {"added": 0, "changed": 0, "same": len(rows), "bad": 0}
            assert not any(Unit.objects.find_problems())
        transaction.set_rollback(True)


SITE_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["锦绣花园", "新苑", "东门", "便民超市", "1号楼电梯"]),
        st.sampled_from(["小区", "电梯", "出入口", "shop"]),
        st.sampled_from(["", "柳河社区", "青石镇/石坪村"]),
        st.sampled_from(["", "锦绣花园", "新苑"]),
        st.sampled_from(["", "", "", "A1", "A2"]),
        st.sampled_from(["", "东街1号"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=20, deadline=None, suppress_health_check=LAX)
@given(rows=SITE_ROWS, order=st.randoms(use_true_random=False))
def test_any_roster_of_sites_means_the_same_in_any_order_and_then_stands_still(db: None, rows: Any, order: Any) -> None:
    with transaction.atomic():
        cast = make_cast()
        head, shuffled = SITE_HEAD[:6], list(rows)
        order.shuffle(shuffled)
        content, mixed = book(地点=[head, *rows]), book(地点=[head, *shuffled])
        told = acts(cast.town, content)
        assert (told["bad"] == 0) == (acts(cast.town, mixed)["bad"] == 0)
        if not told["bad"]:
            before = Site.objects.count()
            plant(cast.town, mixed, cast)
            assert Site.objects.count() == before + told["added"]
            assert acts(cast.town, content) == {"added": 0, "changed": 0, "same": len(rows), "bad": 0}
            for site in Site.objects.exclude(parent=None).select_related("parent"):
                assert site.parent is not None
                assert site.parent.unit_id == site.unit_id
        transaction.set_rollback(True)


@settings(max_examples=80, deadline=None)
@given(content=st.binary(max_size=400))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    with contextlib.suppress(Invalid):
        read_grids(content)


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(min_value=0, max_value=5000), flip=st.integers(min_value=0, max_value=5000))
def test_no_damaged_workbook_breaks_the_reader(cut: int, flip: int) -> None:
    whole = bytearray(units(["新村", "村", "青石镇", "1"]))
    whole[flip % len(whole)] ^= 0xFF
    with contextlib.suppress(Invalid):
        read_grids(bytes(whole[: max(1, len(whole) - cut)]))
