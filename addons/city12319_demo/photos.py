"""Small drawn pictures that stand for photos from the site: a damaged street before, the same street after."""

import io
import random

from PIL import Image, ImageDraw

SIZE = (320, 240)
HORIZON = 90


def picture(state, seed):
    """Return a JPEG of the place ``seed``, ``state`` being before or after."""
    rng = random.Random(str(seed))
    image = Image.new("RGB", SIZE, (196, 214, 228))
    draw = ImageDraw.Draw(image)
    _houses(draw, rng)
    shade = rng.randint(95, 125)
    draw.polygon([(110, HORIZON), (210, HORIZON), (SIZE[0], SIZE[1]), (0, SIZE[1])], fill=(shade, shade, shade))
    for top in range(HORIZON + 10, SIZE[1], 40):
        draw.line([(160, top), (160, top + 18)], fill=(235, 235, 225), width=4)
    centre = rng.randint(90, 230), rng.randint(160, 205)
    if state == "before":
        _damage(draw, rng, centre)
    else:
        _repair(draw, centre, shade)
    content = io.BytesIO()
    image.save(content, "JPEG", quality=70)
    return content.getvalue()


def _houses(draw, rng):
    left = 0
    while left < SIZE[0]:
        width, top = rng.randint(35, 70), rng.randint(20, 60)
        tone = rng.randint(150, 205)
        draw.rectangle([left, top, left + width, HORIZON], fill=(tone, tone - 10, tone - 25))
        for row in range(top + 8, HORIZON - 10, 16):
            for column in range(left + 6, left + width - 8, 14):
                draw.rectangle([column, row, column + 6, row + 8], fill=(90, 110, 130))
        left += width + 3
    draw.rectangle([0, HORIZON, SIZE[0], SIZE[1]], fill=(176, 170, 158))


def _damage(draw, rng, centre):
    x, y = centre
    draw.ellipse([x - 40, y - 16, x + 40, y + 16], fill=(45, 42, 40))
    for _stone in range(26):
        dx, dy, size = rng.randint(-62, 62), rng.randint(-26, 26), rng.randint(2, 6)
        tone = rng.randint(60, 150)
        draw.ellipse([x + dx, y + dy, x + dx + size, y + dy + size], fill=(tone, tone - 12, tone - 30))
    for _crack in range(4):
        points = [(x, y)]
        for _part in range(4):
            points.append((points[-1][0] + rng.randint(-28, 28), points[-1][1] + rng.randint(-10, 14)))
        draw.line(points, fill=(50, 48, 46), width=2)


def _repair(draw, centre, shade):
    x, y = centre
    tone = shade - 30
    draw.rectangle([x - 50, y - 20, x + 50, y + 20], fill=(tone, tone, tone))
    draw.ellipse([x - 26, y - 11, x + 26, y + 11], fill=(70, 74, 78), outline=(140, 144, 148), width=3)
