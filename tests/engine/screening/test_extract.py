"""What a message names."""

from __future__ import annotations

import pytest

from qunfang.engine.screening.extract import extract, read_link
from qunfang.engine.screening.extract.things import tell_number
from qunfang.engine.screening.normalise import normalise


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("www.icbc.com.cn/a", "official"),
        ("www.icbc-95588.top/a", "imitation"),
        ("https://1cbc.com-a.xyz", "cheap"),
        ("http://103.20.1.9/x", "ip"),
        ("t.cn/abc", "short"),
        ("www.spp.gov.cn", "government"),
        ("spp-gov.cn", "imitation"),
        ("http://hxqpw.com", "other"),
        ("jd.com", "official"),
        ("jd.com.hxq.vip/a", "imitation"),
    ],
)
def test_links_are_told_apart(link: str, kind: str) -> None:
    found = read_link(link)
    assert found is not None
    assert found.kind == kind


def test_a_file_name_is_no_link() -> None:
    assert read_link("photo.apk") is None


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("13800138000", ("phone", "mobile")),
        ("17012345678", ("phone", "virtual")),
        ("12345678901", ("phone", "impossible")),
        ("+85212345678", ("phone", "abroad")),
        ("0044201234567", ("phone", "abroad")),
        ("96110", ("phone", "hotline")),
        ("95588", ("phone", "hotline")),
        ("400-819-0666", ("phone", "service")),
        ("010-65551234", ("phone", "landline")),
        ("6222020000112233", ("card", "bank")),
        ("2024", ("", "")),
    ],
)
def test_numbers_are_told_apart(number: str, told: tuple[str, str]) -> None:
    assert tell_number(number) == told


def test_everything_is_found_with_its_place() -> None:
    text = normalise("加微信号:abc_1234，QQ：12345678，转5万元，验证码 654321，下载“安全防护”APP，市公安局").text
    found = {(each.kind, each.text) for each in extract(text)}
    assert {("wechat", "abc_1234"), ("qq", "12345678"), ("amount", "5万元"), ("code", "654321")} <= found
    assert ("app", "安全防护") in found
    assert ("body", "市公安局") in found or any(kind == "body" for kind, _ in found)
    for each in extract(text):
        assert text[each.start : each.end] == each.text
