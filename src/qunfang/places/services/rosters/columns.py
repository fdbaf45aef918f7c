"""The columns of a roster: their headings in both languages, other words for them, and what goes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from qunfang.places.services.cells import (
    folded,
    plain,
    read_address,
    read_code,
    read_coordinate,
    read_day,
    read_kind,
    read_name,
)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: `read` makes a cell's value or refuses it; `field` is the model's, '' for a reference."""

    key: str
    heading: str | Promise
    words: tuple[str, ...]
    about: str | Promise
    read: Callable[[Any], Any]
    required: bool = False
    example: str = ""

    def names(self) -> set[str]:
        """Folded headings by which the column is known."""
        found = {folded(word) for word in (*self.words, self.key)}
        for language in ("en", "zh-hans"):
            with override(language):
                found.add(folded(str(self.heading)))
        return found


CODE_ABOUT = _("Matches the row to what is there already. At most 40 characters; leave empty if there is none.")
UNITS = (
    Column(
        key="name",
        heading=_("Unit name"),
        words=("名称", "单位", "单位名称", "单位全称", "村社区名称", "机构名称", "name", "unit"),
        about=_("The name as people say it, without the names of the units above."),
        read=read_name,
        required=True,
        example="柳河社区",
    ),
    Column(
        key="kind",
        heading=_("Kind"),
        words=("类别", "类型", "种类", "单位类别", "单位类型", "性质", "kind", "type"),
        about=_("One of the kinds on the sheet of kinds, in Chinese or English."),
        read=partial(read_kind, of="unit"),
        required=True,
        example="社区",
    ),
    Column(
        key="parent",
        heading=_("Superior unit"),
        words=(
            "上级",
            "上级单位",
            "上级编号",
            "上级名称",
            "上级单位编号",
            "上级单位名称",
            "隶属",
            "所属单位",
            "主管单位",
            "parent",
        ),
        about=_(
            "Code or path of the unit above, such as 青石镇/柳河社区. Empty: directly below the unit of the import."
        ),
        read=plain,
        example="安和县/青石镇",
    ),
    Column(
        key="code",
        heading=_("Code"),
        words=("编号", "编码", "代码", "单位编号", "单位编码", "单位代码", "行政区划代码", "区划代码", "code"),
        about=CODE_ABOUT,
        read=read_code,
        example="990101001001",
    ),
    Column(
        key="opened_on",
        heading=_("First day"),
        words=("启用日期", "开始日期", "成立日期", "opened on"),
        about=_("Day from which it takes part, such as 2026-09-01. Empty: since ever."),
        read=partial(read_day, field="opened_on"),
        example="2026-09-01",
    ),
)
SITES = (
    Column(
        key="name",
        heading=_("Site name"),
        words=("名称", "地点", "地点名称", "点位", "点位名称", "场所名称", "位置名称", "name", "site"),
        about=_("The name by which somebody on the spot finds it."),
        read=read_name,
        required=True,
        example="1号楼电梯",
    ),
    Column(
        key="kind",
        heading=_("Kind"),
        words=("类别", "类型", "种类", "地点类别", "地点类型", "点位类型", "场所类型", "kind", "type"),
        about=_("One of the kinds on the sheet of kinds, in Chinese or English."),
        read=partial(read_kind, of="site"),
        required=True,
        example="电梯",
    ),
    Column(
        key="home",
        heading=_("Its unit"),
        words=("单位", "所属单位", "所属单位编号", "单位名称", "村社区", "所属村社区", "所在单位", "责任单位", "unit"),
        about=_("Code or path of the unit it belongs to. Empty: the unit of the import."),
        read=plain,
        example="青石镇/柳河社区",
    ),
    Column(
        key="parent",
        heading=_("Part of site"),
        words=("上级地点", "属于", "所在地点", "所属地点", "所在小区", "所属小区", "上级点位", "parent"),
        about=_("Name or code of the larger site it is part of, for example the quarter of a lift."),
        read=plain,
        example="锦绣花园",
    ),
    Column(
        key="code",
        heading=_("Code"),
        words=("编号", "编码", "代码", "地点编号", "点位编号", "code"),
        about=CODE_ABOUT,
        read=read_code,
        example="LH-DT-01",
    ),
    Column(
        key="address",
        heading=_("Address"),
        words=("地址", "详细地址", "位置", "address"),
        about=_("Street and number, or how to get there."),
        read=read_address,
        example="滨河路 18 号",
    ),
    Column(
        key="latitude",
        heading=_("Latitude"),
        words=("纬度", "北纬", "lat", "latitude"),
        about=_("Degrees with decimals, such as 30.628041; together with the longitude or not at all."),
        read=partial(read_coordinate, field="latitude"),
        example="30.628041",
    ),
    Column(
        key="longitude",
        heading=_("Longitude"),
        words=("经度", "东经", "lng", "lon", "longitude"),
        about=_("Degrees with decimals, such as 104.861220."),
        read=partial(read_coordinate, field="longitude"),
        example="104.861220",
    ),
)
COLUMNS = {"unit": UNITS, "site": SITES}
SHEET_TITLES: dict[str, str | Promise] = {"unit": _("Units"), "site": _("Sites")}
GUIDE_WORDS = {"说明", "填表说明", "填写说明", "类型表", "类别表", "instructions", "kinds"}
"""Titles of sheets that explain and hold no rows, those of the template among them."""
SHEET_WORDS = {"unit": {"单位", "单位表", "units", "unit"}, "site": {"地点", "地点表", "点位", "sites", "site"}}
