"""Draw a product from its type and color: flat shapes on tinted paper, no pictures to download."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

SHAPES = Path(__file__).parent / "shapes"
"""An SVG each, whose classes say how it is painted: m(ain), d(ark), l(ine), s(troke), p(aper)."""

SHAPE_OF = (
    ("sou’wester", "brim"), ("rain hat", "brim"), ("umbrella", "umbrella"), ("poncho", "cape"),
    ("cape", "cape"), ("coat", "coat"), ("suit", "coat"), ("trouser", "trousers"),
    ("legging", "trousers"), ("boxer", "trousers"), ("pants", "trousers"), ("jean", "trousers"),
    ("cardigan", "cardigan"), ("vest", "vest"), ("dress", "dress"), ("skirt", "dress"),
    ("sweater", "sweater"), ("gansey", "sweater"), ("rollneck", "sweater"), ("knitwear", "sweater"),
    ("half-zip", "sweater"), ("long sleeve", "sweater"), ("v-neck", "sweater"),
    ("jacket", "jacket"), ("windbreaker", "jacket"), ("hat", "hat"), ("cap", "hat"),
    ("ear band", "hat"), ("slipper sock", "sock"), ("gift card", "card"), ("sock", "sock"),
    ("subscription", "sock"), ("mitt", "mitten"), ("glove", "mitten"), ("scar", "scarf"),
    ("gaiter", "scarf"), ("boot wax", "tin"), ("boot", "boot"), ("shoe", "shoe"),
    ("slipper", "shoe"), ("clog", "shoe"), ("cushion", "cushion"), ("pillow", "cushion"),
    ("seat", "cushion"), ("throw", "blanket"), ("blanket", "blanket"), ("duvet", "blanket"),
    ("bedding", "blanket"), ("stopper", "blanket"), ("hot-water", "bottle"), ("wash", "bottle"),
    ("kit", "tin"), ("mug", "mug"), ("teapot", "pot"), ("kettle", "pot"), ("tea cosy", "hat"),
    ("towel", "cloth"), ("apron", "apron"), ("flask", "flask"), ("candle", "candle"),
    ("pantry", "tin"), ("care", "tin"), ("backpack", "backpack"), ("dry bag", "backpack"),
    ("bag", "bag"), ("tote", "bag"), ("shirt", "tee"), ("tee", "tee"), ("top", "tee"),
    ("base layer", "tee"), ("nightwear", "tee"),
)  # fmt: skip
"""The first word found in a product's title and type says what it looks like."""

COLORS = {
    "moss": "#66764a", "slate": "#5d6b78", "gorse": "#e0b12f", "ink": "#27364b", "kelp": "#3f5a4a",
    "tide": "#3f7391", "heather": "#8f7a9c", "rust": "#b0593a", "peat": "#5b4738",
    "chalk": "#e9e4d8", "oat": "#d8c7a3", "fog": "#b9bfc0", "bramble": "#70324f",
    "lichen": "#a9b48a", "undyed": "#e6dcc4", "ember": "#c8532d", "steel": "#aab3b9",
}  # fmt: skip
RAIN = "".join(
    f'<path d="M{x} {y}l-12 34" stroke="#fff" stroke-width="5" opacity=".6"/>'
    for x, y in ((52, 40), (132, 28), (292, 44), (360, 96), (44, 176), (366, 228), (58, 316))
)
PAPERS = ("#eef1ec", "#f3eee4", "#eaeff2", "#f2ece9", "#eef0e4")


def draw(title: str, product_type: str, color: str = "") -> str:
    """An SVG of 400 × 400; an unknown color follows from the title."""
    main = COLORS.get(color.lower().split(" ")[0]) or _from(title, tuple(COLORS.values()))
    dark = _darker(main)
    ground = (
        f"<style>.m{{fill:{main}}}.d{{fill:{dark}}}.p{{fill:#fff8}}.f{{fill:#e8a33d}}"
        ".l,.s{fill:none;stroke-linecap:round;stroke-linejoin:round}"
        f".l{{stroke:{dark};stroke-width:4}}.s{{stroke:{main};stroke-width:16}}</style>"
        f'<path fill="{_from(title, PAPERS)}" d="M0 0h400v400H0z"/>'
    )
    shape = _read_shape(shape_of(title, product_type))
    return shape.replace("<!-- ground -->", ground + RAIN)


def shape_of(title: str, product_type: str) -> str:
    for text in (title.lower(), product_type.lower()):
        for word, shape in SHAPE_OF:
            if word in text:
                return shape
    return "box"


@cache
def _read_shape(name: str) -> str:
    """The file, with a place for what is painted behind it."""
    text = (SHAPES / f"{name}.svg").read_text(encoding="utf-8")
    return text.replace("\n", "<!-- ground -->", 1).replace("\n", "")


def _from(text: str, choices: tuple[str, ...]) -> str:
    return choices[hashlib.sha256(text.encode()).digest()[0] % len(choices)]


def _darker(color: str) -> str:
    parts = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part * 0.72):02x}" for part in parts)
