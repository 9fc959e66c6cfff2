"""QR codes as vector drawings (ISO/IEC 18004), by reportlab."""

from reportlab.graphics.barcode.qr import QrCodeWidget

QUIET = 4
"""Modules of white around the code, as the standard asks."""


def draw_code(text: str) -> str:
    """An SVG drawing of the text as a QR code, error correction level M, one unit a module."""
    widget = QrCodeWidget(text, barLevel="M")
    widget.qr.make()
    size = widget.qr.getModuleCount()
    path = "".join(
        f"M{column + QUIET} {row + QUIET}h1v1h-1z"
        for row in range(size)
        for column in range(size)
        if widget.qr.isDark(row, column)
    )
    side = size + 2 * QUIET
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'
