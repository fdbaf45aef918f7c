"""Pictures with what is true about them: an original, reused ones, honest second ones, and the same print elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from tests.engine.photo.world.alterations import ONE, altered, combination
from tests.engine.photo.world.camera import Shot, View
from tests.engine.photo.world.places import place
from tests.engine.photo.world.scene import Moment, Scene, photograph

HONEST = ("step aside", "other day", "closer", "seconds later", "same spot, other day")
TWIN = "same print elsewhere"
SECOND = (*HONEST, TWIN)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A picture beside the original of its seed: `reused` says whether it is the same exposure."""

    seed: int
    kind: str
    name: str
    reused: bool
    shot: Shot


def original(seed: int) -> tuple[Scene, View, Moment, Shot]:
    """The first picture of a place; one in six by night, one in eight blurred."""
    chance = np.random.default_rng([seed, 3])
    scene = place(seed)
    night = scene.outside and (scene.kind == "screen" or chance.random() < 0.1)
    view = View(
        place=(chance.normal(0, 0.2), chance.normal(0, 0.05), 0.0),
        yaw=chance.normal(0, 4),
        pitch=chance.normal(0, 2),
        roll=chance.normal(0, 1.2),
        focal=chance.uniform(640, 860),
        barrel=chance.uniform(-0.04, 0.06),
        blur=chance.uniform(0.5, 1.0),
        motion=chance.uniform(1.5, 4) if chance.random() < 0.12 else 0.0,
        grain=chance.uniform(0.02, 0.035) if night else chance.uniform(0.004, 0.016),
        seed=seed,
    )
    moment = _moment(chance, scene, seed=seed * 10, night=night)
    return scene, view, moment, photograph(scene, view, moment)


def _moment(chance: np.random.Generator, scene: Scene, *, seed: int, night: bool) -> Moment:
    return Moment(
        seed=seed,
        sun=0.0 if night or chance.random() < 0.5 else chance.uniform(0.2, 0.5),
        night=night,
        gain=chance.uniform(1.1, 1.6) if night else chance.uniform(0.8, 1.15),
        warmth=chance.normal(0, 0.06),
        gamma=chance.uniform(0.8, 1.1),
        people=0 if scene.flat else int(chance.integers(0, 4)),
    )


def second(seed: int, name: str, scene: Scene, view: View, moment: Moment) -> Shot:
    """An honest second picture of the place, in the way that `name` says."""
    chance = np.random.default_rng([seed, 4, HONEST.index(name)])
    reach = min(1.0, scene.wall_depth / 6)
    later = _moment(chance, scene, seed=seed * 10 + 1 + HONEST.index(name), night=moment.night)
    step = {"step aside": 0.35, "other day": 0.3, "closer": 0.12, "seconds later": 0.025, "same spot, other day": 0.06}[
        name
    ]
    shaky = {"step aside": 3.0, "other day": 3.5, "closer": 2.0, "seconds later": 0.9, "same spot, other day": 1.8}[
        name
    ]
    shift = chance.normal(0, 1, 3) * step * reach + chance.choice([-1, 1], 3) * step * 0.6 * reach
    moved = view.place[0] + shift[0], view.place[1] + shift[1] * 0.4, view.place[2] + shift[2] * 0.5
    if name in {"step aside", "closer"}:
        later = replace(
            later,
            sun=moment.sun,
            gain=moment.gain * chance.uniform(0.95, 1.05),
            warmth=moment.warmth,
            gamma=moment.gamma,
        )
    if name == "seconds later":
        later = replace(moment, seed=later.seed, gain=moment.gain * chance.uniform(0.98, 1.02), sun=moment.sun)
    zoom = (
        chance.uniform(1.15, 1.4)
        if name == "closer"
        else (1.0 if name == "seconds later" else chance.uniform(0.92, 1.08))
    )
    taken = replace(
        view,
        place=moved,
        yaw=view.yaw + chance.normal(0, shaky),
        pitch=view.pitch + chance.normal(0, shaky * 0.6),
        roll=view.roll + chance.normal(0, shaky * 0.4),
        focal=view.focal * zoom,
        barrel=view.barrel if name in {"seconds later", "step aside"} else chance.uniform(-0.04, 0.06),
        blur=chance.uniform(0.5, 1.0),
        motion=0.0,
        seed=seed * 100 + 7 + HONEST.index(name),
    )
    return photograph(scene, taken, later)


def cases(seed: int, *, honest: int = 6) -> Iterator[Case]:
    """The original first (name "original"), then reused ones, then `honest` of the six honest ones of that seed.

    With fewer than six, the seed says which: all six come up equally often over six seeds.
    """
    scene, view, moment, first = original(seed)

    def case(name: str, shot: Shot, *, reused: bool) -> Case:
        return Case(seed=seed, kind=scene.kind, name=name, reused=reused, shot=shot)

    yield case("original", first, reused=True)
    chance = np.random.default_rng([seed, 5])
    for name in ONE:
        yield case(name, altered(first, chance, name), reused=True)
    for number in range(2):
        yield case(f"combined {number + 1}", altered(first, chance, *combination(chance)), reused=True)
    for turn in range(honest):
        name = SECOND[(seed + turn * 6 // honest) % 6]
        if name == TWIN:
            twin = place(seed + 500_000, scene.kind, design=seed)
            shot = photograph(twin, replace(view, seed=seed + 1), replace(moment, seed=seed * 10 + 9))
        else:
            shot = second(seed, name, scene, view, moment)
        yield case(name, shot, reused=False)
