"""Makes styles/note.docx, the look of a note in Word, of the files in tools/word.

`python tools/reference_docx.py` writes it anew; the same files make the same bytes.
"""

import io
import zipfile
from pathlib import Path

SOURCE = Path(__file__).parent / "word"
TARGET = Path(__file__).parents[1] / "styles" / "note.docx"


def build() -> bytes:
    """The package with its parts in order, the list of their types first, as its readers expect."""
    files = sorted(path for path in SOURCE.rglob("*") if path.is_file())
    files.sort(key=lambda path: path.name != "[Content_Types].xml")
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as archive:
        for path in files:
            archive.writestr(zipfile.ZipInfo(path.relative_to(SOURCE).as_posix()), path.read_bytes())
    return package.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(build())
