"""WCAG AA in both themes: ink on every surface that it stands on (4.5 : 1), outlines of controls (3 : 1)."""

import re

import pytest

from hub.pages import assets

pytestmark = pytest.mark.pure

SURFACES = ("desk", "paper", "raised", "sunken", "hover")
TEXT = [
    *((ink, surface) for ink in ("ink", "ink-soft", "ink-faint", "accent", "danger") for surface in SURFACES),
    *((tone, f"{tone}-soft") for tone in ("positive", "caution", "danger")),
    *(
        (ink, f"{tone}-soft")
        for ink in ("ink", "ink-soft")
        for tone in ("accent", "positive", "caution", "danger")
    ),
    *((f"code-{kind}", "sunken") for kind in ("comment", "keyword", "string", "number", "name", "type")),
    *(("ink", f"disc-{number}") for number in range(8)),
    ("accent-strong", "accent-soft"),
    ("accent-strong", "selected"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("ink", "mark"),
    ("ink", "selected"),
]
CONTROLS = [
    *(("line-strong", surface) for surface in ("paper", "raised", "desk")),
    *((f"series-{number}", "paper") for number in range(6)),
    *((tone, "paper") for tone in ("positive", "danger", "ink-faint")),
]


def tokens() -> dict[str, tuple[str, str]]:
    """Name -> its colour in the light and in the dark theme."""
    css = (assets.STATIC / "css" / "tokens.css").read_text()
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", css)
    return {name: (light, dark) for name, light, dark in found}


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "surface", "least"), [(*p, 4.5) for p in TEXT] + [(*p, 3.0) for p in CONTROLS]
)
def test_ink_stands_out_from_its_surface(ink: str, surface: str, least: float, theme: int) -> None:
    known = tokens()
    assert contrast(known[ink][theme], known[surface][theme]) >= least


def test_contrast_is_measured_as_defined() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < 4.5
