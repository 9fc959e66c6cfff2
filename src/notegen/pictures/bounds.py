"""What a page can bear of a picture, and how one is refused."""

MAX_BYTES = 20_000_000
MAX_PIXELS = 40_000_000


class PictureProblem(ValueError):
    """A picture cannot be printed: the text follows its name, and `hint` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        self.hint = hint
        super().__init__(message)


def damaged(what: str) -> PictureProblem:
    """The problem of a file that is not all there, or not as it was written."""
    return PictureProblem(what, "copy or export it again")
