"""Twins for how WeasyPrint works with lines of text: setting them up in Pango, drawing their glyphs."""

from collections.abc import Callable, Iterator
from typing import Any

# What Pango's context and font depend on besides the families of a style.
_FACE = (
    "direction",
    "font_language_override",
    "lang",
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_variant_caps",
    "font_variation_settings",
)
# Values with which a line has no attributes of its own.
_USUAL = (
    ("text_decoration_line", "none"),
    ("font_kerning", "auto"),
    ("font_variant_ligatures", "normal"),
    ("font_variant_position", "normal"),
    ("font_variant_caps", "normal"),
    ("font_variant_numeric", "normal"),
    ("font_variant_alternates", "normal"),
    ("font_variant_east_asian", "normal"),
    ("font_feature_settings", "normal"),
    ("font_language_override", "normal"),
)


def set_up(line_break: Any) -> Callable[[Any, Any], None]:
    """Of `Layout.setup`: Pango's context and font, made once for a style; only the layout is a line's own."""
    original, ffi, pango = line_break.Layout.setup, line_break.ffi, line_break.pango
    unref = line_break.gobject.g_object_unref
    faces: dict[tuple[Any, ...], tuple[Any, Any, Any]] = {}

    def prepare(style: Any) -> tuple[Any, Any, Any]:
        context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), unref)
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
        if style["lang"]:
            name, _bytes = line_break.unicode_to_char_p(style["lang"])
            language = pango.pango_language_from_string(name)
            pango.pango_context_set_language(context, language)
        else:
            language = pango.pango_language_get_default()
        return context, line_break.get_font_description(style), language

    def setup(layout: Any, style: Any) -> None:
        for name, value in _USUAL:
            if style[name] != value:
                original(layout, style)
                return
        key = (style.font_config, tuple(style["font_family"]), *[style[name] for name in _FACE])
        face = faces.get(key)
        if face is None:
            face = faces[key] = prepare(style)
        context, description, layout.language = face
        layout.style = style
        layout.first_line_direction = 0
        layout.ascent = layout.underline_position = layout.strikethrough_position = None
        layout.layout = ffi.gc(pango.pango_layout_new(context), unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, description)

    return setup


_GLYPH, _RECORD = 16, 20
"""Bytes of a PangoGlyphInfo that say which glyph stands where, and bytes of all of it."""


class _Unusual(Exception):
    """A glyph that is not just shown in its line."""


def draw(text: Any) -> Callable[..., Any]:
    """Of `draw_first_line`: the glyphs of a line, each written out at its first occurrence in a document."""
    original, pango = text.draw_first_line, text.pango
    glyphs = _Glyphs(text)

    def draw_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
        whole = text_overflow != "ellipsis" and block_ellipsis == "none"
        # Fonts of another class keep a record of every glyph that is drawn.
        if not (whole and type(stream._fonts) is dict and textbox.text.strip() and textbox.style["font_size"] >= 1e-6):
            return original(stream, textbox, text_overflow, block_ellipsis, matrix)
        pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)
        first_line, _ = textbox.pango_layout.get_first_line()
        try:
            runs = list(glyphs.write(stream, textbox, first_line))
        except _Unusual:
            return original(stream, textbox, text_overflow, block_ellipsis, matrix)
        stream.set_text_matrix(*matrix.values)
        _show(stream, runs)
        return []

    return draw_line


def _show(stream: Any, runs: list[tuple[tuple[str, float] | None, str]]) -> None:
    shown = ""
    for font, glyphs in runs:
        if font:
            if shown:
                stream.show_text(shown)
            shown = ""
            stream.set_font_size(*font)
        shown += f"<{glyphs[:-1]}" if glyphs.endswith("<") else f"<{glyphs}>"
    stream.show_text(shown)


class _Glyphs:
    """Glyphs as they stand in the content of a page, with the kerning after them, by what Pango says of them."""

    def __init__(self, text: Any) -> None:
        self._text = text
        self._written: dict[tuple[Any, float], dict[bytes, str]] = {}

    def write(self, stream: Any, textbox: Any, line: Any) -> Iterator[tuple[tuple[str, float] | None, str]]:
        """The name and size of the font of each run, None where it is that of the run before, and its glyphs."""
        ffi, previous, run = self._text.ffi, None, line.runs[0]
        while run != ffi.NULL:
            item, run = run.data, run.next
            change = None
            if item.item.analysis.font != previous:
                previous = item.item.analysis.font
                font, size = self._add_font(stream, previous)
                change, known = (font.hash, size), self._written.setdefault((font, size), {})
            length = item.glyphs.num_glyphs * _RECORD
            shown = ffi.unpack(ffi.cast("char *", item.glyphs.glyphs), length)
            places = [shown[start : start + _GLYPH] for start in range(0, length, _RECORD)]
            try:
                glyphs = "".join([known[place] for place in places])
            except KeyError:
                for number, place in enumerate(places):
                    if place not in known:
                        known[place] = self._write_glyph(stream, textbox, (font, size), item, number)
                glyphs = "".join([known[place] for place in places])
            yield change, glyphs

    def _add_font(self, stream: Any, pango_font: Any) -> tuple[Any, float]:
        font, size = stream.add_font(pango_font)
        if font.bitmap or font.svg or font.png or font.colr or self._text.pango.pango_version() < 14802:
            raise _Unusual
        return font, size

    def _write_glyph(self, stream: Any, textbox: Any, sized: tuple[Any, float], item: Any, number: int) -> str:
        (font, size), info = sized, item.glyphs.glyphs[number]
        glyph, geometry = info.glyph, info.geometry
        pango = self._text.pango
        if glyph >= pango.PANGO_GLYPH_EMPTY or geometry.y_offset:
            raise _Unusual
        if glyph not in font.to_unicode:
            font.to_unicode[glyph] = _read_text(textbox, item, number)
        if glyph not in font.widths:
            pango.pango_font_get_glyph_extents(item.item.analysis.font, glyph, stream.ink_rect, stream.logical_rect)
            font.widths[glyph] = round(stream.logical_rect.width * 1000 * self._text.FROM_UNITS / size)
        offset = geometry.x_offset / size
        kerning = font.widths[glyph] + offset - geometry.width * 1000 * self._text.FROM_UNITS / size
        before = f">{-offset}<" if offset else ""
        after = f">{int(kerning)}<" if kerning else ""
        return f"{before}{glyph:04x}{after}"


def _read_text(textbox: Any, item: Any, number: int) -> str:
    """The text that a glyph stands for in its line."""
    clusters, last = item.glyphs.log_clusters, item.glyphs.num_glyphs - 1
    end, after = (0, number - 1) if item.item.analysis.level % 2 else (last, number + 1)
    stop = item.item.length if number == end else clusters[after]
    start = item.item.offset
    return bytes(textbox.pango_layout.text.encode()[start + clusters[number] : start + stop]).decode()
