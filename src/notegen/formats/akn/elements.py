"""Elements of Akoma Ntoso, and how they are written down."""

import xml.etree.ElementTree as ET

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

Part = str | ET.Element

# What may hold words beside elements, where white space counts.
_MIXED = frozenset({"p", "num", "heading", "li", "b", "i", "a", "span", "docTitle", "th", "td"})


def element(tag: str, *parts: Part, **attributes: str) -> ET.Element:
    """An element with these parts; `class_` is its class, `lang` its language, and an empty attribute is left out."""
    names = {"class_": "class", "lang": "{http://www.w3.org/XML/1998/namespace}lang"}
    found = ET.Element(tag, {names.get(name, name): value for name, value in attributes.items() if value})
    append(found, *parts)
    return found


def append(parent: ET.Element, *parts: Part) -> None:
    """Put the parts at the end of an element, words and elements in their order."""
    for part in parts:
        if isinstance(part, ET.Element):
            parent.append(part)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + part
        else:
            parent.text = (parent.text or "") + part


def serialize(root: ET.Element) -> bytes:
    """The document in UTF-8, a line for each element that holds no words."""
    root.set("xmlns", NAMESPACE)
    _indent(root, "\n")
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _indent(parent: ET.Element, space: str) -> None:
    if not len(parent) or parent.tag in _MIXED:
        return
    parent.text = space + "  "
    for child in parent:
        child.tail = space + "  "
        _indent(child, space + "  ")
    parent[-1].tail = space
