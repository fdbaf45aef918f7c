"""Training: deterministic, calibrated, adaptable; versions with a way back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qunfang.engine.screening.model import folders
from qunfang.engine.screening.model.features import Example
from qunfang.engine.screening.model.fit import Rows, fit_logistic, fit_signed
from qunfang.engine.screening.model.kernel import stream, sums
from qunfang.engine.screening.model.train import Trained, refine, train
from qunfang.engine.screening.model.weights import load, save
from training.examples import all_examples, written
from training.figures import expected_calibration_error


@pytest.fixture(scope="module")
def some() -> list[Example]:
    """Every eighth group of the written text."""
    groups = {name: place for place, name in enumerate(dict.fromkeys(each.group for each in written()))}
    return [each for each in written() if groups[each.group] % 8 == 0]


@pytest.fixture(scope="module")
def trained(some: list[Example]) -> Trained:
    return train(some, version="test")


def test_the_shipped_model_is_calibrated_on_text_it_was_not_trained_on(trained: Trained) -> None:
    assert expected_calibration_error(trained.risks, trained.table.answers) <= 0.05


def test_training_twice_gives_the_same_file(some: list[Example], trained: Trained, tmp_path: Path) -> None:
    save(trained.model, tmp_path / "one.npz")
    save(train(some, version="test").model, tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_a_model_comes_back_from_its_file(trained: Trained, tmp_path: Path) -> None:
    save(trained.model, tmp_path / "m.npz")
    again = load(tmp_path / "m.npz")
    texts = ["请转账到安全账户", "晚上吃饺子"]
    assert np.allclose(again.quick(texts), trained.model.quick(texts), atol=0.02)
    assert again.scale == trained.model.scale


def test_signs_of_the_mix_are_as_promised() -> None:
    model = load(folders.SHIPPED)
    from qunfang.engine.screening.script import all_cues

    for cue, weight in zip(all_cues(), model.mix.cues, strict=True):
        assert weight >= 0 if cue.scam else weight <= 0
    assert min(model.mix.counts) >= 0
    assert model.mix.ngrams > 0


def test_the_kernel_does_not_mind_its_neighbours() -> None:
    weights = np.random.Generator(np.random.PCG64(1)).normal(size=1 << 18).astype(np.float32)
    texts = ["请转账到安全账户", "", "登录 http://a.top/x 领取1234567元", "好", "\0\0", "加微信"]
    together = sums(stream(texts), weights)
    alone = np.concatenate([sums(stream([text]), weights) for text in texts])
    assert np.allclose(together, alone, atol=1e-4)


def test_a_signed_fit_finds_the_separating_column_and_keeps_its_signs() -> None:
    chance = np.random.Generator(np.random.PCG64(2))
    columns = chance.normal(size=(400, 3))
    answers = (columns[:, 0] - columns[:, 1] > 0).astype(float)
    fit = fit_signed(columns, answers, np.ones(400), signs=np.array([1, 1, -1]), ridge=0.1)
    assert fit.weights[0] > 0.5
    assert fit.weights[1] == 0
    assert fit.weights[2] <= 0


def test_a_sparse_fit_learns() -> None:
    rows = Rows(columns=np.array([0, 1, 0, 2]), starts=np.array([0, 1, 2, 3, 4]), scale=np.ones(4), width=3)
    fit = fit_logistic(rows, np.array([1.0, 0.0, 1.0, 0.0]), np.ones(4), ridge=0.1)
    assert fit.weights[0] > 0 > fit.weights[1]


def test_a_few_own_messages_teach_a_new_trick_and_leave_the_rest() -> None:
    base = load(folders.SHIPPED)
    own = [
        Example(
            text=f"紫薯计划第{n}期开放，认筹紫薯名额请联系紫薯管家",
            channel=None,
            fraud=True,
            type="other",
            group=f"a{n}",
        )
        for n in range(40)
    ] + [Example(text=f"食堂第{n}周供应紫薯粥", channel=None, fraud=False, type=None, group=f"b{n}") for n in range(40)]
    taught = refine(base, own, version="own")
    text = ["紫薯计划名额认筹，请联系紫薯管家"]
    assert taught.quick(text)[0] > base.quick(text)[0]
    assert taught.mix.constant == base.mix.constant


def test_versions_run_in_shadow_are_promoted_and_rolled_back(tmp_path: Path) -> None:
    base = load(folders.SHIPPED)
    assert folders.live_path(tmp_path) == folders.SHIPPED
    name = folders.add(tmp_path, base)
    assert folders.shadow_path(tmp_path) == tmp_path / f"{name}.npz"
    assert folders.live_path(tmp_path) == folders.SHIPPED
    folders.promote(tmp_path, name)
    assert folders.live_path(tmp_path) == tmp_path / f"{name}.npz"
    assert folders.shadow_path(tmp_path) is None
    second = folders.add(tmp_path, base)
    folders.promote(tmp_path, second)
    assert folders.roll_back(tmp_path) == name
    assert folders.roll_back(tmp_path) == "shipped"
    with pytest.raises(folders.NoSuchVersion):
        folders.roll_back(tmp_path)
    with pytest.raises(folders.NoSuchVersion):
        folders.promote(tmp_path, "v0099")


def test_the_training_text_is_whole() -> None:
    mine = written()
    pairs: dict[str, set[bool]] = {}
    for each in mine:
        if each.paired:
            pairs.setdefault(each.group, set()).add(each.fraud)
    assert sum(len(sides) == 2 for sides in pairs.values()) >= 1500
    assert all_examples()[:50] == all_examples()[:50]


@pytest.mark.slow
def test_the_shipped_weights_are_what_the_text_gives(tmp_path: Path) -> None:
    save(train(all_examples(), version="2026.11").model, tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == folders.SHIPPED.read_bytes()
