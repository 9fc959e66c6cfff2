"""Importing WeasyPrint in a third of its usual time, with nothing left changed afterwards.

Measured in docs/architecture.md: the loader's search for libraries starts 86 processes, and half of fontTools
and of Pillow is imported for fonts and pictures that a note does not have.
"""

import contextlib
import ctypes.util
import gc
import importlib
import importlib.util
import re
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any

# Modules that WeasyPrint imports whole and uses seldom.
_LAZY = ("fontTools.subset", "fontTools.ttLib.woff2", "PIL.EpsImagePlugin", "PIL.ImageOps")
# Modules of which it imports one name and uses it seldom.
_STANDINS = (("fontTools.varLib.instancer", "instantiateVariableFont"), ("PIL.ImageCms", "ImageCmsProfile"))


@contextlib.contextmanager
def levers() -> Iterator[None]:
    """A block in which `import weasyprint` is quick."""
    with contextlib.ExitStack() as stack:
        # What it warns of, fonts and a library that may be missing, is found out and said elsewhere.
        stack.enter_context(warnings.catch_warnings(action="ignore"))
        stack.enter_context(no_collection())
        if sys.platform.startswith("linux"):
            stack.enter_context(_no_library_search())
        for module, name in _STANDINS:
            stack.enter_context(_stand_in(module, name))
        for module in _LAZY:
            _load_lazily(module)
        yield


@contextlib.contextmanager
def no_collection() -> Iterator[None]:
    """A block in which the collector does not go again and again through what lives until the end of it."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextlib.contextmanager
def _no_library_search() -> Iterator[None]:
    """The loader finds libraries by their exact names; find_library would run ldconfig and gcc for the others."""
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


@contextlib.contextmanager
def _stand_in(module: str, name: str) -> Iterator[None]:
    """A module with one function that imports the real one when it is first called."""
    if module in sys.modules:
        yield
        return

    def call(*args: Any, **options: Any) -> Any:
        function: Callable[..., Any] = getattr(importlib.import_module(module), name)
        return function(*args, **options)

    stand_in = types.ModuleType(module)
    setattr(stand_in, name, call)
    sys.modules[module] = stand_in
    try:
        yield
    finally:
        if sys.modules.get(module) is stand_in:
            del sys.modules[module]


def _load_lazily(name: str) -> None:
    if name in sys.modules:
        return
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    parent, _, child = name.rpartition(".")
    setattr(sys.modules[parent], child, module)


_DECLARATION = re.compile(r"(\w+(?: int)?) ?(\*{0,2})(?:\[(\d*)\])?")


def quicken_types(ffi: Any) -> None:
    """Let cffi know simple types by their names, such as `PangoRectangle *` and `hb_codepoint_t[83]`.

    It would start its parser of C for every new one, 3 ms each; WeasyPrint asks for one for every new count of glyphs.
    """
    ffi._parsed_types = _Types(ffi)


class _Types(dict[str, Any]):
    """cffi's memory of types that it has parsed. A KeyError makes it parse."""

    def __init__(self, ffi: Any) -> None:
        super().__init__(ffi._parsed_types)
        self._ffi = ffi

    def __missing__(self, declaration: str) -> Any:
        from cffi import model

        found = _DECLARATION.fullmatch(declaration)
        if found is None:
            raise KeyError(declaration)
        name, stars, count = found.groups()
        try:
            known = self._ffi._parser._declarations.get(f"typedef {name}")
            type_ = known[0] if known else model.PrimitiveType(name)
            for _ in stars:
                type_ = model.PointerType(type_)
            if count is not None:
                type_ = model.ArrayType(type_, int(count) if count else None)
            with self._ffi._lock:
                self[declaration] = self._ffi._get_cached_btype(type_), False
        except Exception as error:
            raise KeyError(declaration) from error
        return self[declaration]
