"""Prints the table: Handright's time over ours for the same texts, measured turn by turn."""

import json
import subprocess
import sys
from pathlib import Path

AIM = 40
LENGTHS = (15, 60, 300, 1000, 5000)
NOTE = (
    "Dear Anna, thank you so much for the thoughtful gift; it hangs in the kitchen now, where everybody "
    "sees it and asks who made it. We had rain all week and then, on Sunday at 4, a sky so clear that "
    "the children stayed in the garden until dark. Come and see us in June, or write when you can. "
)


def text(length: int) -> str:
    return (NOTE * (length // len(NOTE) + 1))[:length].rstrip().ljust(length, ".")


def measure(command: list[str]) -> dict:
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    ours, hand, python, font, folder = sys.argv[1:6]
    print(f"{'chars':>6} {'Handright':>12} {'Longhand':>12} {'ratio':>8}   pages, KB of PNG")
    for length in LENGTHS:
        path = Path(folder) / f"{length}.txt"
        path.write_text(text(length), encoding="utf-8")
        peer = Path(__file__).with_name("peer.py")
        slow = measure([python, str(peer), font, "5", str(path)])
        fast = measure([ours, hand, "51", str(path)])
        ratio = slow["median_ms"] / fast["median_ms"]
        pages = f"{slow['pages']} and {fast['pages']}, {slow['bytes'] // 1000} and {fast['bytes'] // 1000}"
        print(f"{length:>6} {slow['median_ms']:>9.1f} ms {fast['median_ms']:>9.2f} ms {ratio:>7.1f}x   {pages}")
    print(f"medians of warm runs in one process each, layout to PNG bytes; aim: {AIM}x or more")


main()
