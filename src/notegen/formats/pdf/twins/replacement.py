"""Quicker twins of what WeasyPrint calls most, in force while a page of ours is made and at no other time.

A twin gives what its original gives, by a shorter way for the usual case, and asks the original in any other.
`tests/test_twins.py` holds that documents have the same bytes with and without them.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from notegen.formats.pdf.twins import lines, objects, passes, styles


@contextlib.contextmanager
def twins(weasyprint: Any, pydyf: Any) -> Iterator[None]:
    """A block in which WeasyPrint, a package with its modules loaded, and what it writes with use the twins."""
    css, line_break, layout, text = weasyprint.css, weasyprint.text.line_break, weasyprint.layout, weasyprint.draw.text
    replaced: tuple[tuple[Any, str, Callable[..., Any]], ...] = (
        (css.ComputedStyle, "__missing__", styles.compute(css)),
        (css.AnonymousStyle, "__missing__", styles.compute_anonymous(css)),
        (css.targets.TargetCollector, "cache_target_page_counters", passes.cache_targets(css.targets)),
        (css.targets.TargetCollector, "lookup_target", passes.look_up(css.targets)),
        (layout, "make_all_pages", passes.make_pages(layout)),
        (layout.inline, "strut", styles.measure_strut(line_break)),
        (layout.percent, "resolve_one_percentage", styles.resolve(weasyprint)),
        (line_break.Layout, "setup", lines.set_up(line_break)),
        (text, "draw_first_line", lines.draw(text)),
        (pydyf, "_to_bytes", objects.write(pydyf)),
    )
    with contextlib.ExitStack() as stack:
        for owner, name, twin in replaced:
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, twin)
        yield
