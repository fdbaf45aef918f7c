"""Kinds of places, each built from a seed; and pairs: two villages with the same print."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.engine.photo.world import subjects
from tests.engine.photo.world.scene import FLOOR, Scene, backed, floor, hung, side_wall, slogan

Chance = np.random.Generator


def street(place: Chance, design: Chance) -> Scene:
    """A banner between trees or poles, a house front well behind it, far hills or houses above."""
    depth = place.uniform(6, 12)
    scene = Scene(kind="street", wall_depth=depth + place.uniform(1, 6), standing=(3.0, depth + 0.8))
    _far(scene, place)
    backed(scene, place)
    floor(scene, place, scene.wall_depth)
    _things(scene, place, count=int(place.integers(2, 5)), near=3, far=depth)
    _trees(scene, place, count=int(place.integers(1, 4)), near=3.5, far=depth + 1)
    _banner(scene, design, depth=depth, place=place)
    return scene


def fence(place: Chance, design: Chance) -> Scene:
    """A banner nailed to a wall that fills most of the picture."""
    depth = place.uniform(4, 8)
    scene = Scene(kind="fence", wall_depth=depth, standing=(2.5, depth - 0.3))
    _far(scene, place)
    backed(scene, place, str(place.choice(["brick", "plaster", "concrete", "plain"])), bare=True)
    floor(scene, place, depth)
    if place.random() < 0.7:
        _things(scene, place, count=int(place.integers(1, 3)), near=depth * 0.6, far=depth - 0.2)
    _banner(scene, design, depth=depth - place.uniform(0.02, 0.15), place=place)
    return scene


def poster(place: Chance, design: Chance) -> Scene:
    """A sheet stuck to a wall, photographed from a step away: everything at one depth."""
    depth = place.uniform(1.1, 2.4)
    scene = Scene(kind="poster", wall_depth=depth, standing=(0.9, 1.0), outside=bool(place.random() < 0.4))
    backed(scene, place, str(place.choice(["tiles", "plaster", "plain", "concrete"])), bare=True)
    for number in range(int(place.integers(1, 4))):
        wide = place.uniform(0.28, 0.45) * depth
        left, top = (number - 1) * 0.48 * depth + place.uniform(-0.1, 0.1), place.uniform(-0.42, -0.2) * depth
        hung(
            scene,
            lambda: subjects.poster((700, 500), design, place),
            left=left,
            top=top,
            depth=depth - 0.01,
            width=wide,
        )
    if place.random() < 0.5:
        _things(scene, place, count=1, near=depth * 0.75, far=depth * 0.95)
    return scene


def column(place: Chance, design: Chance) -> Scene:
    """A publicity column on its legs, with a yard behind it."""
    depth = place.uniform(3, 5.5)
    scene = Scene(kind="column", wall_depth=depth + place.uniform(2, 8), standing=(2.0, depth + 2))
    _far(scene, place)
    backed(scene, place)
    floor(scene, place, scene.wall_depth)
    _trees(scene, place, count=int(place.integers(0, 3)), near=depth, far=scene.wall_depth)
    wide = depth * place.uniform(0.6, 0.9)
    hung(
        scene,
        lambda: subjects.column((520, 1000), design, place),
        left=-wide / 2 + place.normal(0, 0.3),
        top=FLOOR - 0.7 - wide * 0.52,
        depth=depth,
        width=wide,
    )
    return scene


def screen(place: Chance, design: Chance) -> Scene:
    """An LED line over an entrance."""
    depth = place.uniform(5, 10)
    scene = Scene(kind="screen", wall_depth=depth, standing=(2.5, depth - 0.5))
    _far(scene, place)
    backed(scene, place)
    floor(scene, place, depth)
    _things(scene, place, count=2, near=3, far=depth - 0.5)
    wide = depth * place.uniform(0.5, 0.9)
    text = slogan(design)
    hung(
        scene,
        lambda: subjects.screen(text, (130, 1100), design),
        left=-wide / 2,
        top=-0.2 * depth,
        depth=depth - 0.3,
        width=wide,
    )
    return scene


def event(place: Chance, design: Chance) -> Scene:
    """People before a banner, tables with leaflets."""
    scene = street(place, design)
    scene.kind, scene.crowd = "event", int(place.integers(4, 10))
    return scene


def corridor(place: Chance, design: Chance) -> Scene:
    """Sheets on the wall at a corridor's end; the side wall runs towards the camera."""
    depth = place.uniform(2.5, 5)
    scene = Scene(kind="corridor", wall_depth=depth, standing=(1.8, depth - 0.3), outside=False)
    backed(scene, place, "tiles", bare=True)
    floor(scene, place, depth)
    side_wall(scene, place)
    for number in range(int(place.integers(1, 4))):
        wide = depth * 0.22
        hung(
            scene,
            lambda: subjects.poster((700, 500), design, place),
            left=(number - 1.4) * 0.3 * depth,
            top=-0.35 * depth,
            depth=depth - 0.01,
            width=wide,
        )
    return scene


KINDS: dict[str, Callable[[Chance, Chance], Scene]] = {
    each.__name__: each for each in (street, fence, poster, column, screen, event, corridor)
}


def place(seed: int, kind: str | None = None, *, design: int | None = None) -> Scene:
    """The place of that seed. With `design`, what hangs there is printed from that design, wherever it is."""
    names = list(KINDS)
    make = KINDS[kind or names[seed % len(names)]]
    return make(np.random.default_rng([seed, 1]), np.random.default_rng([seed if design is None else design, 2]))


def _far(scene: Scene, place: Chance) -> None:
    depth = place.uniform(30, 120)
    wide = depth * 1.8
    hung(
        scene,
        lambda: subjects.backdrop((420, 1500), place),
        left=-wide / 2,
        top=FLOOR - wide * 0.28,
        depth=depth,
        width=wide,
    )


def _things(scene: Scene, place: Chance, *, count: int, near: float, far: float) -> None:
    for _ in range(count):
        depth, wide = place.uniform(near, far), place.uniform(0.5, 1.6) * min(1.0, far / 5)
        shape = (int(place.integers(150, 320)), int(place.integers(200, 420)))
        tall = wide * shape[0] / shape[1]
        side = float(place.choice([-1, 1])) * place.uniform(0.18, 0.5) * depth
        hung(
            scene,
            lambda shape=shape: subjects.thing(shape, place),
            left=side - wide / 2,
            top=min(FLOOR, 0.5 * depth) - tall,
            depth=depth,
            width=wide,
        )


def _trees(scene: Scene, place: Chance, *, count: int, near: float, far: float) -> None:
    for _ in range(count):
        depth, wide = place.uniform(near, far), place.uniform(1.2, 3)
        side = float(place.choice([-1, 1])) * place.uniform(0.25, 0.6) * depth
        scene.waving.add(len(scene.planes))
        hung(
            scene,
            lambda: subjects.tree((620, 420), place),
            left=side - wide / 2,
            top=FLOOR - wide * 620 / 420,
            depth=depth,
            width=wide,
        )


def _banner(scene: Scene, design: Chance, *, depth: float, place: Chance) -> None:
    wide = depth * design.uniform(0.55, 0.95)
    text, shape = slogan(design), (int(design.integers(110, 170)), 1300)
    sheet = subjects.bent(subjects.banner(text, shape, design), place.uniform(1, 4), 90, place)
    scene.waving.add(len(scene.planes))
    hung(
        scene,
        lambda: sheet,
        left=-wide / 2 + place.normal(0, 0.2),
        top=-place.uniform(0.12, 0.3) * depth,
        depth=depth,
        width=wide,
    )
