"""Draws that anybody can make again."""

from __future__ import annotations

import collections
import datetime as dt
import hashlib
import hmac
import random
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from typer.testing import CliRunner

from qunfang.cli import app
from qunfang.engine.sampling.draws import (
    EntriesChanged,
    InvalidEntries,
    Stream,
    Village,
    by_size,
    commitment_of,
    draw_winners,
    frozen,
    next_birthday_rule,
    next_to_have_birthday,
    systematic,
)

PEOPLE = ["张三-017", "李四-002", "O'Neil", "王五-101", "赵六-033"]
SEED = "双色球 2026139期 03 08 11 19 24 30 + 07"
NAMES = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip), min_size=1, unique=True
)


def winners_by_the_page(entries: list[str], seed: str, number: int) -> list[str]:
    """The rule of docs/how-to/draws.md, written again from the page alone."""
    listed = sorted(each.encode() for each in entries)
    digest = hashlib.sha256(b"".join(each + b"\n" for each in listed)).hexdigest()
    i = 0
    for k in range(number):
        n = len(listed) - k
        while True:
            found = hmac.new(seed.encode(), f"qunfang-draw-1:{digest}:{i}".encode(), hashlib.sha256).hexdigest()
            i += 1
            if int(found, 16) < 2**256 - 2**256 % n:
                break
        place = int(found, 16) % n + k
        listed[k], listed[place] = listed[place], listed[k]
    return [each.decode() for each in listed[:number]]


@settings(deadline=None, max_examples=50)
@given(NAMES, st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.randoms(use_true_random=False))
def test_a_draw_follows_the_published_rule_whatever_the_order(
    names: list[str], seed: str, chance: random.Random
) -> None:
    drawn = draw_winners(names, seed=seed, winners=len(names))
    assert list(drawn.winners) == winners_by_the_page(names, seed, len(names))
    assert sorted(drawn.winners) == sorted(names)
    mixed = list(names)
    chance.shuffle(mixed)
    assert draw_winners(mixed, seed=seed, winners=len(names)) == drawn


def test_a_draw_gives_today_what_it_gave_when_it_was_written() -> None:
    """Fixed for good: a change here would unsettle draws already held."""
    drawn = draw_winners(PEOPLE, seed=SEED, winners=3)
    assert drawn.digest == "49c9f68692b293145fffdcd19a2d549833d7a3513e1753341c6f50651529a50c"
    assert drawn.winners == ("王五-101", "张三-017", "李四-002")


def test_the_hash_is_that_of_the_sorted_file(tmp_path: Path) -> None:
    file = tmp_path / "entries.csv"
    file.write_text("".join(f"{each}\n" for each in PEOPLE), encoding="utf-8")
    command = f"LC_ALL=C sort {file} | sha256sum"
    told = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout
    assert told.split()[0] == frozen(PEOPLE).digest


@pytest.mark.parametrize("changed", [PEOPLE[:-1], [*PEOPLE, "one more"], [*PEOPLE[:-1], "赵六-034"]])
def test_a_changed_list_is_noticed(changed: list[str]) -> None:
    published = frozen(PEOPLE).digest
    with pytest.raises(EntriesChanged):
        draw_winners(changed, seed=SEED, winners=1, published=published)
    assert draw_winners(PEOPLE, seed=SEED, winners=1, published=published).digest == published


@pytest.mark.parametrize("wrong", [[], ["a", "a"], ["a", " "], ["a\nb"], ["\ud800"]])
def test_lists_that_cannot_be_drawn_from_are_refused(wrong: list[str]) -> None:
    with pytest.raises(InvalidEntries):
        frozen(wrong)


def test_every_entry_wins_equally_often() -> None:
    """Chi-square over 10,000 draws of 1 in 20, and of both places of 2 in 5; seeds are fixed."""
    one = collections.Counter(draw_winners(map(str, range(20)), seed=f"s{n}", winners=1).winners for n in range(10_000))
    assert len(one) == 20
    assert stats.chisquare(list(one.values())).pvalue > 0.001
    two = collections.Counter(draw_winners("abcde", seed=f"s{n}", winners=2).winners for n in range(10_000))
    assert len(two) == 20
    assert stats.chisquare(list(two.values())).pvalue > 0.001


def test_numbers_that_would_favour_some_are_thrown_away() -> None:
    """Just above half of the span, almost every second number is refused, and what is left is uniform."""
    stream = Stream(seed="seed", purpose="refusal")
    bound = (1 << 255) + 1
    numbers = [stream.below(bound) for _ in range(2000)]
    assert all(number < bound for number in numbers)
    assert 0.45 < sum(number < bound // 2 for number in numbers) / 2000 < 0.55
    assert stream._counter == pytest.approx(4000, rel=0.1)


def test_a_hundred_thousand_entries_within_a_second() -> None:
    entries = [f"参与者-{n:06d}" for n in range(100_000)]
    before = time.process_time()
    draw_winners(entries, seed=SEED, winners=100)
    assert time.process_time() - before <= 1


def test_another_python_with_another_hash_seed_draws_the_same() -> None:
    code = (
        "from qunfang.engine.sampling.draws import draw_winners\n"
        f"print(ascii(draw_winners({PEOPLE!r}, seed={SEED!r}, winners=5).winners))"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": salt, "PYTHONPATH": ":".join(sys.path), "LC_ALL": locale},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for salt, locale in (("1", "C"), ("77", "C.UTF-8"))
    ]
    assert told == [ascii(draw_winners(PEOPLE, seed=SEED, winners=5).winners)] * 2


FRAME = [Village(name=f"V{n}", size=size) for n, size in enumerate([300, 120, 80, 950, 45, 210, 160, 500])]


def test_villages_are_drawn_in_proportion_to_their_size() -> None:
    """4 of 2,365 people: V3 is above the step and certain; the rest share 3 draws over 1,415 people; V7 then too."""
    drawn = by_size(FRAME, number=4, seed="x")
    chances = {each.village.name: each.probability for each in drawn}
    assert len(drawn) == 4
    assert (chances["V3"], chances["V7"]) == (1, 1)
    rest = [each for each in drawn if each.probability < 1]
    assert all(each.probability == Fraction(2 * each.village.size, 915) for each in rest)
    hits = collections.Counter(
        each.village.name for n in range(4000) for each in by_size(FRAME, number=4, seed=f"seed {n}")
    )
    for village in FRAME:
        chance = 1.0 if village.name in {"V3", "V7"} else 2 * village.size / 915
        assert hits[village.name] / 4000 == pytest.approx(chance, abs=0.03)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(1, 500), min_size=1, max_size=40), st.data())
def test_village_draws_have_the_number_asked_and_weights_that_fit(sizes: list[int], data: st.DataObject) -> None:
    frame = [Village(name=str(n), size=size) for n, size in enumerate(sizes)]
    number = data.draw(st.integers(1, len(frame)))
    drawn = by_size(frame, number=number, seed="s")
    assert len(drawn) == number == len(systematic(frame, number=number, seed="s"))
    assert drawn == by_size(frame, number=number, seed="s")
    assert all(0 < each.probability <= 1 for each in drawn)
    rest = [each for each in drawn if each.probability < 1]
    certain = sum(each.village.size for each in drawn if each.probability == 1)
    assert certain + sum(each.village.size / each.probability for each in rest) == sum(sizes)


def test_equal_chances_come_out_equal() -> None:
    hits = collections.Counter(
        each.village.name for n in range(4000) for each in systematic(FRAME, number=3, seed=f"seed {n}")
    )
    assert all(count / 4000 == pytest.approx(3 / 8, abs=0.03) for count in hits.values())
    assert [each.weight for each in systematic(FRAME, number=3, seed="x")] == [pytest.approx(8 / 3)] * 3


def test_frames_that_cannot_be_drawn_from_are_refused() -> None:
    for frame, number in (([], 1), (FRAME, 9), ([*FRAME, FRAME[0]], 2), ([Village(name="a", size=0)], 1)):
        with pytest.raises(InvalidEntries):
            by_size(frame, number=number, seed="x")


def test_the_next_birthday_is_today_or_the_first_to_come() -> None:
    today = dt.date(2026, 11, 25)
    assert next_to_have_birthday([(11, 24), (1, 3), (12, 31)], today=today) == 2
    assert next_to_have_birthday([(11, 24), (1, 3), (1, 3)], today=today) == 1
    assert next_to_have_birthday([(3, 1), (11, 25)], today=today) == 1
    assert next_to_have_birthday([(3, 1), (2, 29)], today=dt.date(2026, 2, 28)) == 1
    assert "18周岁" in next_birthday_rule(age=18)
    assert "18 or older" in next_birthday_rule(age=18, language="en")


def call(*args: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["draw", *args])
    assert result.exit_code == code, result.output
    return result.output


def test_the_command_freezes_draws_and_verifies(tmp_path: Path) -> None:
    file = tmp_path / "entries.csv"
    file.write_text("".join(f"{each}\n" for each in PEOPLE), encoding="utf-8")
    digest = frozen(PEOPLE).digest
    assert f"5 entries, SHA-256 {digest}" in call(str(file))
    told = call(str(file), "--seed", SEED, "--winners", "3", "--verify", digest, "--commitment", commitment_of(SEED))
    assert "as published" in told
    winners = draw_winners(PEOPLE, seed=SEED, winners=3).winners
    assert told.splitlines()[-3:] == [f"{n}\t{name}" for n, name in enumerate(winners, start=1)]
    assert "seed" in call(str(file), "--seed", "other", "--commitment", commitment_of(SEED), code=1)
    file.write_text("".join(f"{each}\n" for each in PEOPLE[1:]), encoding="utf-8")
    assert "the list has changed" in call(str(file), "--verify", digest, code=1)
    assert "between 1 and 4" in call(str(file), "--seed", SEED, "--winners", "5", code=1)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_command_reads_what_excel_saves(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "entries.csv"
    rows = ["编号,村", *(f"{each},东村" for each in PEOPLE)]
    file.write_bytes("\r\n".join(rows).encode(encoding))
    assert frozen(PEOPLE).digest in call(str(file), "--column", "编号")
    assert "no column" in call(str(file), "--column", "姓名", code=1)
