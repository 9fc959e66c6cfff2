"""Makes examples/gallery anew: the founding note in six languages as PDF, and a picture of each first page.

The picture in README.md too.

python tools/draw_gallery.py
"""

import subprocess
from pathlib import Path

from PIL import Image

import notegen

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
RECORDS = sorted((EXAMPLES / "unsc-1540").glob("2009-09-08-san-jose*.yaml"))
GALLERY = EXAMPLES / "gallery"
FRONT = ROOT / "docs" / "images" / "founding-note.png"
GREYS = 16


def main() -> None:
    """Write every PDF and its picture."""
    for record in RECORDS:
        pdf = GALLERY / f"{record.stem}.pdf"
        pdf.write_bytes(notegen.render(notegen.load(record)).content)
        draw(pdf, pdf.with_suffix(".png"), 64)
    draw(GALLERY / "2009-09-08-san-jose.pdf", FRONT, 80)


def draw(pdf: Path, picture: Path, resolution: int) -> None:
    """Draw the first page of a PDF into a PNG, at so many dots an inch."""
    size = ["-r", str(resolution), "-gray", "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *size, pdf, picture.with_suffix("")], check=True)
    with Image.open(picture) as drawn:
        drawn.quantize(GREYS).save(picture, optimize=True)


if __name__ == "__main__":
    main()
