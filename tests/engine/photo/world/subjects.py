"""What is hung up, and what stands around it: banners, posters, columns, screens, trees, people, things."""

from __future__ import annotations

import cv2
import numpy as np

from tests.engine.photo.world.textures import SLOGANS, Pixels, lettered, noise, photograph_of, tiled, tinted, wall

RED, YELLOW, WHITE, BLUE = (0.72, 0.08, 0.1), (1.0, 0.9, 0.35), (0.97, 0.97, 0.94), (0.1, 0.25, 0.6)


def opaque(sheet: Pixels) -> Pixels:
    """With an opacity of one everywhere."""
    return np.dstack([sheet, np.ones(sheet.shape[:2], np.float32)]).astype(np.float32)


def bent(sheet: Pixels, amount: float, coarse: float, chance: np.random.Generator) -> Pixels:
    """Cloth or leaves in the wind: moved by a smooth random field of `amount` pixels."""
    shape = sheet.shape[:2]
    down, across = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    moved = (across + amount * noise(shape, coarse, chance, 2), down + amount * noise(shape, coarse, chance, 2))
    return cv2.remap(sheet, moved[0], moved[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def banner(text: str, shape: tuple[int, int], chance: np.random.Generator) -> Pixels:
    """Red cloth with a line of text, its folds and its dirt."""
    ink, paper = (YELLOW, RED) if chance.random() < 0.7 else ((WHITE, RED) if chance.random() < 0.6 else (WHITE, BLUE))
    sheet = lettered(text, shape, ink, paper)
    folds = noise(shape, shape[0] * 0.8, chance, 3)
    weave = noise(shape, 2, chance, 1)
    return opaque(np.clip(sheet * (1 + 0.08 * folds + 0.02 * weave)[..., None], 0, 1).astype(np.float32))


def poster(shape: tuple[int, int], design: np.random.Generator, wear: np.random.Generator) -> Pixels:
    """A printed sheet: heading, a picture, lines of small print; `design` is the print, `wear` this one copy."""
    height, width = shape
    sheet = np.full((height, width, 3), design.uniform(0.82, 1, 3), np.float32)
    top = int(height * design.uniform(0.14, 0.22))
    sheet[:top] = lettered(str(design.choice(SLOGANS)), (top, width), WHITE, tuple(design.uniform(0, 0.6, 3)))
    middle = int(height * design.uniform(0.35, 0.55))
    name = str(design.choice(["astronaut.png", "chelsea.png", "coffee.png", "flower.jpg", "rocket.jpg", "china.jpg"]))
    sheet[top : top + middle, width // 16 : -width // 16] = _cut(photograph_of(name), (middle, width), design)
    step = max(12, height // 18)
    for line in range(top + middle + step // 2, height - step, step):
        words = "".join(design.choice(list("防诈骗反警银行转账电话验证码陌生链接不要点击公安提醒您"), 22))
        sheet[line : line + step - 2] = lettered(words, (step - 2, width), (0.1, 0.1, 0.12), tuple(sheet[line, 0]))
    stain = 1 + 0.03 * noise(shape, width / 3, wear) + 0.015 * noise(shape, 3, wear, 2)
    return opaque(np.clip(sheet * stain[..., None], 0, 1).astype(np.float32))


def _cut(photograph: Pixels, shape: tuple[int, int], chance: np.random.Generator) -> Pixels:
    height, width = shape[0], len(range(shape[1] // 16, shape[1] - (shape[1] + 15) // 16))
    share = chance.uniform(0.5, 0.95)
    tall, wide = int(photograph.shape[0] * share), int(photograph.shape[1] * share)
    down, across = (int(chance.integers(0, photograph.shape[n] - (tall, wide)[n])) for n in (0, 1))
    return cv2.resize(photograph[down : down + tall, across : across + wide], (width, height), interpolation=3)


def column(shape: tuple[int, int], design: np.random.Generator, wear: np.random.Generator) -> Pixels:
    """A publicity column: a metal frame with a heading and three to five sheets behind it."""
    height, width = shape
    sheet = opaque(tinted(noise(shape, 3, wear, 2), tuple(design.uniform(0.3, 0.8, 3)), 0.03))
    head = height // 6
    sheet[4:head, 8:-8, :3] = lettered("反诈宣传栏", (head - 4, width - 16), YELLOW, tuple(design.uniform(0, 0.5, 3)))
    count = int(design.integers(3, 6))
    for number in range(count):
        left, right = (int(width * (number + each) / count) for each in (0.06, 0.94))
        sheet[head + 10 : height - 12, left:right] = poster((height - head - 22, right - left), design, wear)
    return sheet


def screen(text: str, shape: tuple[int, int], chance: np.random.Generator) -> Pixels:
    """An LED line: red or amber dots on black."""
    ink = (1.0, 0.25, 0.1) if chance.random() < 0.6 else (1.0, 0.75, 0.2)
    sheet = lettered(text, shape, ink, (0.03, 0.03, 0.04))
    pitch = max(3, shape[0] // 32)
    dots = np.ones(shape, np.float32)
    dots[::pitch], dots[:, ::pitch] = 0.35, 0.35
    return opaque(sheet * dots[..., None])


def tree(shape: tuple[int, int], chance: np.random.Generator) -> Pixels:
    """A trunk and clumps of leaves with holes between them."""
    height, width = shape
    sheet = np.zeros((height, width, 4), np.float32)
    bark = tinted(noise(shape, 9, chance, 4), (0.3, 0.24, 0.18), 0.25)
    bole = int(width * chance.uniform(0.05, 0.1))
    sheet[:, width // 2 - bole : width // 2 + bole] = opaque(bark)[:, width // 2 - bole : width // 2 + bole]
    leaves = tinted(noise(shape, 7, chance, 3), tuple(chance.uniform((0.12, 0.25, 0.05), (0.35, 0.5, 0.2))), 0.5)
    down, across = np.mgrid[:height, :width]
    crown = 1 - ((across / width - 0.5) / 0.5) ** 2 - ((down / height - 0.33) / 0.36) ** 2
    mask = (crown * 1.6 + 0.55 * noise(shape, width / 5, chance, 5) > 0.35) & (crown > -0.3)
    sheet[mask] = opaque(leaves)[mask]
    return sheet


def person(shape: tuple[int, int], chance: np.random.Generator) -> Pixels:
    """Someone standing or walking: head, coat, legs, arms, in clothes with folds."""
    height, width = shape
    mask = np.zeros(shape, np.uint8)
    middle, lean = width // 2, int(chance.normal(0, width * 0.05))
    cv2.ellipse(mask, (middle + lean, int(height * 0.08)), (int(width * 0.15), int(height * 0.075)), 0, 0, 360, 1, -1)
    coat = [(0.2, 0.17), (0.8, 0.17), (0.78, 0.56), (0.22, 0.56)]
    cv2.fillPoly(mask, [np.array([(int(x * width) + lean // 2, int(y * height)) for x, y in coat])], 2)
    for side in (-1, 1):
        knee, foot = chance.normal(0, width * 0.06, 2)
        leg = [(middle + side * width * 0.14, height * 0.54), (middle + side * width * 0.16 + knee, height * 0.76)]
        leg.append((middle + side * width * 0.17 + foot + knee, height * 0.99))
        cv2.polylines(mask, [np.array(leg, np.int32)], False, 3, int(width * 0.22))
        arm = [(middle + side * width * 0.3, height * 0.2), (middle + side * width * (0.36 + knee / 90), height * 0.52)]
        cv2.polylines(mask, [np.array(arm, np.int32)], False, 2, int(width * 0.14))
    colours = [
        (0, 0, 0),
        tuple(chance.uniform(0.45, 0.85) * np.array([1, 0.8, 0.68])),
        chance.random(3) * 0.5 + chance.random() * 0.3,
    ]
    colours.append(chance.random(3) * 0.4)
    cloth = np.array(colours, np.float32)[mask] * (1 + 0.16 * noise(shape, width / 3, chance))[..., None]
    return np.dstack([np.clip(cloth, 0, 1), cv2.GaussianBlur((mask > 0).astype(np.float32), (3, 3), 0)])


def thing(shape: tuple[int, int], chance: np.random.Generator) -> Pixels:
    """A parked cart, a bin, a notice, a bush: a box or lump of some surface."""
    kind = chance.choice(["box", "bush", "photo", "grid"])
    if kind == "bush":
        leaves = tinted(noise(shape, 6, chance, 3), (0.2, 0.33, 0.12), 0.45)
        down = np.mgrid[: shape[0], : shape[1]][0] / shape[0]
        mask = down * 2.2 - 0.6 + 0.4 * noise(shape, shape[1] / 4, chance) > 0
        return np.dstack([leaves, mask.astype(np.float32)])
    if kind == "photo":
        return opaque(cv2.resize(photograph_of("motorcycle_left.png"), shape[::-1], interpolation=cv2.INTER_AREA))
    sheet = opaque(wall(shape, str(chance.choice(["plaster", "concrete", "tiles"])), chance))
    if kind == "grid":
        sheet[:, :, 3] = 0
        for place in range(0, shape[1], max(8, shape[1] // 9)):
            sheet[:, place : place + 4, 3] = 1
        sheet[: shape[0] // 12, :, 3] = sheet[-shape[0] // 12 :, :, 3] = 1
    return sheet


def backdrop(shape: tuple[int, int], chance: np.random.Generator) -> Pixels:
    """What is far behind: hills with trees, or houses with windows; open sky above it."""
    height, width = shape
    ridge = (0.35 + 0.1 * noise((1, width), width / 2, chance, 5)[0]) * height
    below = np.mgrid[:height, :width][0] > ridge
    if chance.random() < 0.45:
        far = tinted(noise(shape, 14, chance, 4), (0.35, 0.45, 0.4), 0.25)
        return np.dstack([far, below.astype(np.float32)])
    sheet = np.zeros((height, width, 4), np.float32)
    left = 0
    while left < width:
        wide, top = int(chance.integers(90, 260)), int(height * chance.uniform(0.08, 0.5))
        part = sheet[top:, left : left + wide]
        part[:] = opaque(facade(part.shape[:2], chance))
        left += wide
    return sheet


def facade(shape: tuple[int, int], chance: np.random.Generator, kind: str | None = None) -> Pixels:
    """A house front: a wall with rows of windows, perhaps a door, cables and stuck-on papers."""
    sheet = wall(shape, kind or str(chance.choice(["brick", "plaster", "concrete", "tiles"])), chance)
    height, width = shape
    across, down = int(chance.integers(50, 130)), int(chance.integers(60, 130))
    glass = tuple(float(each) for each in chance.uniform(0.1, 0.4, 3))
    for top in range(int(down * 0.3), height - down, int(down * 1.6)):
        for left in range(int(across * 0.4), width - across, int(across * 1.8)):
            shade = chance.uniform(0.6, 1.5)
            cv2.rectangle(sheet, (left, top), (left + across, top + down), [min(1, each * shade) for each in glass], -1)
            cv2.rectangle(sheet, (left, top), (left + across, top + down), (0.85, 0.85, 0.82), 3)
            cv2.line(sheet, (left + across // 2, top), (left + across // 2, top + down), (0.8, 0.8, 0.78), 2)
    for _ in range(int(chance.integers(0, 4))):
        ends = [
            (int(x), int(y)) for x, y in zip(chance.integers(0, width, 2), chance.integers(0, height, 2), strict=True)
        ]
        cv2.line(sheet, ends[0], ends[1], (0.12, 0.12, 0.12), 2, cv2.LINE_AA)
    return sheet


def ground(shape: tuple[int, int], chance: np.random.Generator) -> Pixels:
    """Gravel, grass, paving or concrete."""
    kind = chance.choice(["gravel.png", "grass.png", "tiles", "concrete"])
    if str(kind).endswith("png"):
        return tiled(str(kind), shape, int(chance.integers(200, 420)), chance)
    return wall(shape, str(kind), chance)
