"""A place built from planes, and its picture from a view at a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np

from tests.engine.photo.world import subjects
from tests.engine.photo.world.camera import HEIGHT, WIDTH, Plane, Shot, View, clouds, exposed, laid
from tests.engine.photo.world.textures import SLOGANS, Pixels, noise, wall

FLOOR = 1.5
"""Metres from the camera's height down to the ground."""
PER_METRE = 150


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What differs between two visits: who walks by, wind, clouds, sun and its shadows, the light itself."""

    seed: int = 0
    sun: float = 0.0
    night: bool = False
    gain: float = 1.0
    warmth: float = 0.0
    gamma: float = 1.0
    people: int = 2


@dataclass(kw_only=True)
class Scene:
    """Planes that stay, and where people may stand (nearest and furthest, metres)."""

    kind: str
    planes: list[Plane] = field(default_factory=list)
    waving: set[int] = field(default_factory=set)
    wall_depth: float = 10.0
    standing: tuple[float, float] = (3.0, 9.0)
    outside: bool = True
    crowd: int = 0

    @property
    def flat(self) -> bool:
        """All at one depth: a homography explains another view completely."""
        return self.kind in {"poster", "sheet"}


def photograph(scene: Scene, view: View, moment: Moment) -> Shot:
    """The scene as a phone sees it: height × width × 3, red first."""
    chance = np.random.default_rng(moment.seed)
    sky = clouds(chance, moment.night) if scene.outside else np.full((480, 960, 3), 0.7, np.float32)
    across = WIDTH * view.focal / 750
    shift = (WIDTH / 2 - across - view.focal * np.tan(np.radians(view.yaw)), -150.0)
    place = np.array([[across * 2 / 960, 0, shift[0]], [0, 1.2, shift[1]]])
    picture = cv2.warpAffine(sky, place, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)
    planes = [_moved(plane, number in scene.waving, chance) for number, plane in enumerate(scene.planes)]
    planes += _people(scene, moment, chance) + _shadows(scene, moment, chance)
    for plane in sorted(planes, key=lambda each: -each.depth):
        if plane.depth > view.place[2] + 0.3:
            laid(plane, view, picture)
    if moment.night:
        picture *= _lamps(scene, view)
    return exposed(picture, view, gain=moment.gain, warmth=moment.warmth, gamma=moment.gamma)


def _moved(plane: Plane, waving: bool, chance: np.random.Generator) -> Plane:
    if not waving:
        return plane
    sheet = subjects.bent(plane.sheet, chance.uniform(0.8, 3.0), plane.sheet.shape[0] / 3, chance)
    return Plane(sheet=sheet, corner=plane.corner, across=plane.across, down=plane.down)


def upright(sheet: Pixels, left: float, top: float, depth: float, width: float) -> Plane:
    """A sheet that faces the camera's first position."""
    tall = width * sheet.shape[0] / sheet.shape[1]
    return Plane(sheet=sheet, corner=(left, top, depth), across=(width, 0, 0), down=(0, tall, 0))


def _people(scene: Scene, moment: Moment, chance: np.random.Generator) -> list[Plane]:
    found = []
    for _ in range(moment.people + scene.crowd):
        depth, tall = chance.uniform(*scene.standing), chance.uniform(1.5, 1.8)
        shape = (int(min(600, 750 / depth * tall)), int(min(280, 750 / depth * tall * 0.4)))
        left = chance.uniform(-0.6, 0.6) * depth
        found.append(upright(subjects.person(shape, chance), left, FLOOR - tall, depth, tall * 0.4))
    return found


def _shadows(scene: Scene, moment: Moment, chance: np.random.Generator) -> list[Plane]:
    """Where the sun does not reach, this moment: on the wall and on the ground."""
    if moment.sun <= 0 or not scene.outside:
        return []
    spread = scene.wall_depth * 1.5
    field_ = np.clip(noise((240, 320), chance.uniform(50, 160), chance, 4) * 2 + chance.uniform(-0.6, 0.6), 0, 1)
    dark = np.dstack([np.zeros((240, 320, 3), np.float32), field_ * moment.sun])
    on_wall = upright(dark, -spread / 2, FLOOR - spread * 0.75, scene.wall_depth - 0.02, spread)
    on_floor = Plane(
        sheet=dark,
        corner=(-spread / 2, FLOOR - 0.01, spread * 0.7),
        across=(spread, 0, 0),
        down=(0, 0, 2 - spread * 0.7),
    )
    return [on_wall] if scene.flat else [on_floor, on_wall]


def _lamps(scene: Scene, view: View) -> Pixels:
    """Pools of light that stay where they are."""
    chance = np.random.default_rng(int(scene.wall_depth * 1e6))
    down, across = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    light = np.full((HEIGHT, WIDTH, 1), 0.12, np.float32)
    for _ in range(int(chance.integers(1, 4))):
        x, y = (chance.uniform(-0.5, 0.5) * scene.wall_depth, chance.uniform(-0.4, 0.1) * scene.wall_depth)
        spot = view.turn() @ (np.array([x, y, scene.wall_depth]) - np.array(view.place))
        left, top = view.focal * spot[0] / spot[2] + WIDTH / 2, view.focal * spot[1] / spot[2] + HEIGHT / 2
        size = chance.uniform(150, 420) * view.focal / 1000
        light += 0.7 * np.exp(-((across - left) ** 2 + (down - top) ** 2) / (2 * size * size))[..., None]
    return np.minimum(light, 1.1)


def hung(scene: Scene, make: Callable[[], Pixels], *, left: float, top: float, depth: float, width: float) -> None:
    """Adds a sheet to the scene."""
    scene.planes.append(upright(make(), left, top, depth, width))


def floor(scene: Scene, chance: np.random.Generator, until: float) -> None:
    """Ground from under the camera to `until` metres ahead, in strips so that the far part is not too coarse."""
    sheet = subjects.opaque(subjects.ground((900, 1100), chance))
    ends = [1.7, 3.2, 6.0, until] if until > 6.5 else [1.7, 3.2, until]
    for near, far in zip(ends, ends[1:], strict=False):
        wide = far * 1.9
        scene.planes.append(
            Plane(sheet=sheet, corner=(-wide / 2, FLOOR, far), across=(wide, 0, 0), down=(0, 0, near - far))
        )


def side_wall(scene: Scene, chance: np.random.Generator) -> None:
    """A wall that runs away from the camera on one side, as in a corridor or lane."""
    side = float(chance.choice([-1, 1]))
    sheet = subjects.opaque(subjects.facade((500, 1400), chance))
    depth, off = scene.wall_depth, side * chance.uniform(1.2, 2.4)
    near, far = 1.4, depth
    start = (off, FLOOR - 3, far if side < 0 else near)
    if side > 0:
        start = (off, FLOOR - 3, far)
    scene.planes.append(Plane(sheet=sheet, corner=start, across=(0, 0, near - far), down=(0, 3, 0)))


def backed(scene: Scene, chance: np.random.Generator, kind: str | None = None, *, bare: bool = False) -> None:
    """The wall behind the subject: a house front, or a bare wall."""
    wide = scene.wall_depth * 1.9
    shape = (int(min(900, wide * 0.5 * PER_METRE)), int(min(1900, wide * PER_METRE)))
    make = wall(shape, kind or "plaster", chance) if bare else subjects.facade(shape, chance, kind)
    tall = wide * shape[0] / shape[1]
    scene.planes.append(upright(subjects.opaque(make), -wide / 2, FLOOR - tall, scene.wall_depth, wide))


def slogan(chance: np.random.Generator) -> str:
    return str(chance.choice(SLOGANS))
