"""Times Handright (PyPI) on texts, warm, one thread, to PNG bytes in memory.

usage: peer.py FONT RUNS FILE...   prints one JSON line a file, as the example `timings` does.

The page is Handright's README example at this project's size: 1920 x 1080 px, letters of 40 px, its usual
jitter. Text is broken with Handright's own rules.
"""

import io
import json
import statistics
import sys
import time

from handright import Template, handwrite
from PIL import Image, ImageFont


def template(font: str) -> Template:
    return Template(
        background=Image.new(mode="1", size=(1920, 1080), color=1),
        font=ImageFont.truetype(font, size=40),
        line_spacing=60,
        left_margin=40,
        top_margin=40,
        right_margin=40,
        bottom_margin=40,
        line_spacing_sigma=2,
        font_size_sigma=1,
        word_spacing_sigma=1,
        perturb_x_sigma=1,
        perturb_y_sigma=1,
        perturb_theta_sigma=0.05,
    )


def render(text: str, page: Template) -> list[int]:
    sizes = []
    for image in handwrite(text, page, seed=42):
        file = io.BytesIO()
        image.save(file, "PNG")
        sizes.append(file.tell())
    return sizes


def main() -> None:
    font, runs, files = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    page = template(font)
    for path in files:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        sizes = render(text, page)
        times = []
        for _ in range(runs):
            start = time.perf_counter()
            render(text, page)
            times.append((time.perf_counter() - start) * 1e3)
        median = statistics.median(times)
        print(json.dumps({"chars": len(text), "pages": len(sizes), "median_ms": median, "bytes": sum(sizes)}), flush=True)


main()
