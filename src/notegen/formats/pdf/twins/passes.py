"""Twins for how WeasyPrint goes through a document again to fill in page numbers.

A page that shows the numbers of others is made without them, then with them. The original makes it a third time, for
the number of all pages has changed meanwhile; that is needed where a number is of a later page, as in contents, and
not in an index. And it looks for every target, and for every box that shows a number, through all boxes that do.
"""

from collections.abc import Callable, Iterator
from typing import Any

_ALL, _BY_ANCHOR, _SHOWN = "_notegen_all", "_notegen_by_anchor", "_notegen_shown"


def look_up(targets: Any) -> Callable[..., Any]:
    """Of `lookup_target`: remembers what the box shows a number of."""
    original = targets.TargetCollector.lookup_target

    def lookup_target(collector: Any, token: Any, box: Any, css_token: str, parse_again: Any) -> Any:
        item = original(collector, token, box, css_token, parse_again)
        collector.__dict__.setdefault(_SHOWN, {}).setdefault((box, css_token), []).append(item)
        return item

    return lookup_target


def make_pages(layout: Any) -> Callable[..., Iterator[Any]]:
    """Of `make_all_pages`: tells the number of pages to boxes that have their numbers and do not show that one."""
    original = layout.make_all_pages

    def make_all_pages(context: Any, root_box: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
        collector = context.target_collector
        items = collector.__dict__.setdefault(_ALL, collector.counter_lookup_items)
        collector.counter_lookup_items = items
        shown = collector.__dict__.get(_SHOWN, {})
        for key, item in items.items() if pages else ():
            if item.cached_page_counter_values and _is_settled(item, shown.get(key, ())):
                item.cached_page_counter_values["pages"] = [len(pages)]
        yield from original(context, root_box, html, pages)
        # What follows the last pass looks for bookmarks and running heads among them.
        collector.counter_lookup_items = {key: item for key, item in items.items() if key[1] != "content"}

    return make_all_pages


def _is_settled(item: Any, targets: Any) -> bool:
    """Whether a box shows numbers of earlier pages only, and not that of all pages."""
    names = [*item.missing_counters, *(name for names in item.missing_target_counters.values() for name in names)]
    here = item.page_maker_index
    places = [target.page_maker_index for target in targets]
    return "pages" not in names and here is not None and all(place is not None and place < here for place in places)


def cache_targets(targets: Any) -> Callable[..., None]:
    """Of `cache_target_page_counters`: asks those boxes only that show a number of this target."""
    original = targets.TargetCollector.cache_target_page_counters

    def cache_target_page_counters(collector: Any, anchor_name: str, *arguments: Any) -> None:
        if collector.collecting:
            return
        items = collector.counter_lookup_items
        collector.counter_lookup_items = _by_anchor(collector).get(anchor_name, {})
        try:
            original(collector, anchor_name, *arguments)
        finally:
            collector.counter_lookup_items = items

    return cache_target_page_counters


def _by_anchor(collector: Any) -> dict[str, dict[Any, Any]]:
    """The boxes that show numbers, by target; there are no others once pages are made."""
    found: dict[str, dict[Any, Any]] | None = collector.__dict__.get(_BY_ANCHOR)
    if found is None:
        found = {}
        collector.__dict__[_BY_ANCHOR] = found
        for key, item in collector.counter_lookup_items.items():
            for anchor in item.missing_target_counters:
                found.setdefault(anchor, {})[key] = item
    return found
