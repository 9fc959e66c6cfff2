"""Of what kind a picture is and how big, whether a record shows it or a template; or why it cannot be printed."""

from dataclasses import dataclass

from notegen.pictures.bounds import MAX_PIXELS, PictureProblem
from notegen.pictures.drawings import SVG, measure_svg
from notegen.pictures.rasters import JPEG, PNG, measure_jpeg, measure_png

_HEAD = 4096  # bytes in which a drawing must begin


@dataclass(frozen=True, slots=True)
class Picture:
    """The media type of a picture, its width and height in pixels; those of a drawing are 0 where it names none."""

    media_type: str
    width: int
    height: int


def recognize(content: bytes) -> Picture:
    """The kind and size of a picture; raises PictureProblem for what a page cannot bear."""
    if content.startswith(PNG):
        return Picture("image/png", *_bound(measure_png(content)))
    if content.startswith(JPEG):
        return Picture("image/jpeg", *_bound(measure_jpeg(content)))
    if SVG in content[:_HEAD]:
        return Picture("image/svg+xml", *measure_svg(content))
    raise PictureProblem("is neither PNG nor JPEG nor SVG", "save it as PNG")


def _bound(size: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    if width * height > MAX_PIXELS:
        hint = "make the picture smaller; 2,000 pixels across are enough for a page"
        raise PictureProblem(f"is {width} by {height} pixels", hint)
    return size
