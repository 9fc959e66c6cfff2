"""QR codes as vector drawings (ISO/IEC 18004), by reportlab."""

from reportlab.graphics.barcode.qr import QrCodeWidget


def draw_code(text: str) -> str:
    """An SVG drawing of the text as a QR code, error correction level M, one unit a module.

    It has no quiet zone: the page leaves the four modules of white around it that the standard asks for.
    """
    widget = QrCodeWidget(text, barLevel="M")
    widget.qr.make()
    size = widget.qr.getModuleCount()
    path = "".join(
        f"M{column} {row}h1v1h-1z" for row in range(size) for column in range(size) if widget.qr.isDark(row, column)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'
