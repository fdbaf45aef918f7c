"""The demo county's units and sites, grown from data/county.yaml."""

from __future__ import annotations

import random
import zlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from qunfang.places.models import Site, SiteKind, Unit

DATA = Path(__file__).parent / "data"
QUARTERS = [
    "锦绣花园",
    "滨河家园",
    "阳光小区",
    "书香苑",
    "东方明珠",
    "康乐小区",
    "和谐里",
    "翠竹苑",
    "安居小区",
    "梧桐院",
]
FACTORIES = ["宏达机械厂", "安和食品厂", "华兴建材", "永丰纺织", "龙泉电子厂", "金谷粮油", "顺发家具厂"]
STREETS = ["迎宾路", "滨河路", "人民路", "青年路", "老街", "东关街"]
ADDRESSED = {SiteKind.RESIDENTIAL_QUARTER, SiteKind.FACTORY, SiteKind.SHOP}
SHOPS = ["便民超市", "惠民药店", "老张小卖部", "手机维修店", "农资门市"]


def load_county() -> dict[str, Any]:
    """The county as data."""
    found: dict[str, Any] = yaml.safe_load((DATA / "county.yaml").read_text(encoding="utf-8"))
    return found


def plant_county(county: dict[str, Any], chance: random.Random) -> Unit:
    """Create the tree and its sites; returns the county."""
    top: Unit = Unit.objects.add_root(create_kwargs={key: county[key] for key in ("kind", "name", "code")})
    _plant(top, county, county["centre"], chance)
    return top


def _plant(parent: Unit, told: dict[str, Any], centre: list[float], chance: random.Random) -> None:
    for each in told.get("units", []):
        unit = Unit.objects.add_child(
            parent, create_kwargs={"kind": each["kind"], "name": each["name"], "code": str(each.get("code", ""))}
        )
        spot = each.get("centre") or [centre[0] + chance.uniform(-0.02, 0.02), centre[1] + chance.uniform(-0.02, 0.02)]
        for kind, names in each.get("sites", {}).items():
            Site.objects.bulk_create([_site(unit, kind, name, spot=spot, chance=chance) for name in names])
        if "grow" in each:
            _grow(unit, each["grow"], spot, chance)
        _plant(unit, each, spot, chance)


def _grow(unit: Unit, wanted: dict[str, int], spot: list[float], chance: random.Random) -> None:
    """Quarters with entrances and lifts, factories, shops and a village gate."""
    for name in chance.sample(QUARTERS, wanted["quarters"]):
        quarter = _site(unit, SiteKind.RESIDENTIAL_QUARTER, name, spot=spot, chance=chance)
        quarter.save()
        parts = [(SiteKind.ENTRANCE, f"{name}{side}") for side in ("南门", "北门")]
        parts += [(SiteKind.ELEVATOR, f"{name}{n}号楼电梯") for n in range(1, wanted["lifts"] + 1)]
        Site.objects.bulk_create(
            [_site(unit, kind, part, spot=spot, chance=chance, parent=quarter) for kind, part in parts]
        )
    rest = [(SiteKind.FACTORY, name) for name in chance.sample(FACTORIES, wanted["factories"])]
    rest += [(SiteKind.SHOP, name) for name in chance.sample(SHOPS, wanted["shops"])]
    rest += [(SiteKind.ENTRANCE, "村口")] if unit.kind == "village" else []
    rest += [(SiteKind.STREET, "主街")]
    Site.objects.bulk_create([_site(unit, kind, name, spot=spot, chance=chance) for kind, name in rest])


def _site(
    unit: Unit, kind: str, name: str, *, spot: list[float], chance: random.Random, parent: Site | None = None
) -> Site:
    latitude = Decimal(f"{spot[0] + chance.uniform(-0.004, 0.004):.6f}")
    longitude = Decimal(f"{spot[1] + chance.uniform(-0.004, 0.004):.6f}")
    where = _address(name) if kind in ADDRESSED else ""
    return Site(unit=unit, kind=kind, name=name, parent=parent, latitude=latitude, longitude=longitude, address=where)


def _address(name: str) -> str:
    """A made-up street and number, the same for the same name."""
    number = zlib.crc32(name.encode())
    return f"{STREETS[number % len(STREETS)]}{number % 97 + 1}号"
