"""Training examples: the written messages, the templates spelled out, and careful variations of both.

Everything comes from seeds: the same files give the same examples, byte for byte.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from qunfang.engine.screening.model.features import Example

HERE = Path(__file__).parent
SEED = 20261125
TEMPLATE_WEIGHT = 0.35
VARIED_WEIGHT = 0.35

_INNER = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"\$([a-z]+)")
_SECTION = re.compile(r"\[(fraud|honest) (\w+) (\w+) (\d+)\]")


def written() -> list[Example]:
    """The messages that people wrote for this project: each fraud beside its honest twin, and ordinary ones."""
    found = []
    for path in sorted((HERE / "messages").glob("*.jsonl")):
        for place, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if line.strip():
                row = json.loads(line)
                group = row.get("pair") or f"{path.stem}:{place}"
                found.append(_example(row, group=group, paired=row.get("pair") is not None))
    return found


def _example(row: dict[str, Any], *, group: str, paired: bool) -> Example:
    return Example(
        text=row["text"],
        channel=row.get("channel"),
        fraud=bool(row["fraud"]),
        type=row.get("type") if row["fraud"] else None,
        group=group,
        weight=1.0,
        paired=paired,
    )


def spelled_out() -> list[Example]:
    """Every template line, expanded as often as its section says. One group a line: variants stay in one fold."""
    slots = yaml.safe_load((HERE / "templates" / "slots.yaml").read_text(encoding="utf-8"))
    found = []
    for path in sorted((HERE / "templates").glob("*.txt")):
        head: re.Match[str] | None = None
        for place, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if not line.strip() or line.startswith("#"):
                continue
            section = _SECTION.fullmatch(line.strip())
            if section:
                head = section
                continue
            if head is None:
                raise ValueError(f"{path.name}:{place + 1}: a line before the first section")
            found += list(_variants(line, head, slots, f"{path.stem}:{place}"))
    return found


def _variants(line: str, head: re.Match[str], slots: dict[str, list[str]], group: str) -> Iterator[Example]:
    verdict, channel, kind, times = head.groups()
    chance = random.Random(f"{SEED}:{group}")
    seen = set()
    for _ in range(int(times)):
        text = expand(line, slots, chance).replace("⏎", "\n").strip()
        if text in seen:
            continue
        seen.add(text)
        yield Example(
            text=text,
            channel=channel,
            fraud=verdict == "fraud",
            type=None if kind == "null" else kind,
            group=group,
            weight=TEMPLATE_WEIGHT,
            paired=False,
        )


def expand(line: str, slots: dict[str, list[str]], chance: random.Random) -> str:
    """One reading of a template: a branch for every choice, a value for every slot."""
    while True:
        chosen = _INNER.sub(lambda found: chance.choice(found.group(1).split("|")), line)
        if chosen == line:
            break
        line = chosen
    return _SLOT.sub(lambda found: _slot(found.group(1), slots, chance), line)


def _slot(name: str, slots: dict[str, list[str]], chance: random.Random) -> str:
    made = {
        "num": lambda: str(chance.choice([chance.randint(2, 99), chance.randint(100, 9999)])),
        "small": lambda: str(chance.randint(1, 9)),
        "amount": lambda: str(chance.choice([chance.randint(1, 99) * 100, chance.randint(50, 99999)])),
        "tail": lambda: f"{chance.randint(0, 9999):04d}",
        "code": lambda: str(chance.randint(1000, 999999)),
        "phone": lambda: chance.choice(["138", "150", "170", "186", "133"]) + f"{chance.randint(0, 10**8 - 1):08d}",
        "qq": lambda: str(chance.randint(10**5, 10**10)),
        "card": lambda: chance.choice(["6222", "6228", "6217", "6212"]) + str(chance.randint(10**11, 10**15)),
        "link": lambda: _link(chance),
    }
    for length in range(len(name), 1, -1):
        if name[:length] in made:
            return made[name[:length]]() + name[length:]
        if name[:length] in slots:
            return chance.choice(slots[name[:length]]) + name[length:]
    raise ValueError(f"no slot is named {name}")


def _link(chance: random.Random) -> str:
    letters = "".join(chance.choice("abcdefghijkmnpqrstuvwxyz") for _ in range(chance.randint(3, 9)))
    end = chance.choice([".com", ".cn", ".cc", ".top", ".xyz", ".tk", ".net", ".vip", ".com.cn", ".me"])
    path = chance.choice(["", "", f"/{chance.randint(10, 9999)}", f"/{chance.choice('abcd')}{chance.randint(1, 99)}x"])
    return chance.choice(["http://", "www.", "", "t."]) + letters + end + path


_MARKS = re.compile(r"[，。！？、；：,.!?;:“”\"'【】（）()《》\[\]~…—-]+(?![0-9a-z])")
_SPELLINGS = {
    "微信": ["薇信", "V信", "vx", "威信", "微❤信", "徽信"],
    "QQ": ["扣扣", "Q", "企鹅号"],
    "加": ["➕", "伽", "加"],
    "银行卡": ["银行咔", "yhk", "银行 卡"],
    "平台": ["坪台", "平苔"],
    "群": ["裙"],
    "支付宝": ["支fu宝", "zfb"],
    "钱": ["💰", "米"],
    "扫码": ["扫🐴", "扫马"],
    "账": ["帐"],
}
_NUMERALS = ["０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨", "零一二三四五六七八九"]


def varied(examples: list[Example]) -> list[Example]:
    """Each example once more as mass senders and evaders write: marks stripped, words lost, spellings changed."""
    found = []
    for each in examples:
        chance = random.Random(f"{SEED}:{each.group}:{each.text}")
        text = _vary(each.text, chance)
        if text != each.text:
            weight = each.weight * VARIED_WEIGHT
            found.append(Example(**{**each.fields(), "text": text, "weight": weight, "paired": False}))
    return found


def _vary(text: str, chance: random.Random) -> str:
    if chance.random() < 0.6:
        text = _MARKS.sub("", text)
    if chance.random() < 0.35:
        text = re.sub(r"\d+", lambda found: "" if chance.random() < 0.5 else found.group(), text)
    if chance.random() < 0.3 and len(text) > 24:
        cut = chance.randint(0, len(text) - 8)
        text = text[:cut] + text[cut + chance.randint(1, 4) :]
    if chance.random() < 0.3:
        for plain, others in _SPELLINGS.items():
            text = text.replace(plain, chance.choice(others)) if chance.random() < 0.5 else text
    if chance.random() < 0.15:
        text = text.translate(str.maketrans("0123456789", chance.choice(_NUMERALS)))
    if chance.random() < 0.25 and "\n" not in text and len(text) > 30:
        text = text[: int(len(text) * chance.uniform(0.55, 0.9))]
    return text


def all_examples() -> list[Example]:
    """Everything the shipped model learns from."""
    plain = [*written(), *spelled_out()]
    return [*plain, *varied(plain)]
