"""Resolutions of the Security Council: the year of each number, and where a text cites them."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from notegen.diagnostics import Path
from notegen.records.text import Passage

YEARS = {
    **dict.fromkeys((242,), 1967),
    **dict.fromkeys((255,), 1968),
    **dict.fromkeys((338,), 1973),
    **dict.fromkeys((687,), 1991),
    **dict.fromkeys((984,), 1995),
    **dict.fromkeys((1172,), 1998),
    **dict.fromkeys((1267, 1269, 1284), 1999),
    **dict.fromkeys((1325, 1333), 2000),
    **dict.fromkeys((1368, 1373, 1377), 2001),
    **dict.fromkeys((1390, 1441, 1452), 2002),
    **dict.fromkeys((1455, 1456), 2003),
    **dict.fromkeys((1526, 1534, 1535, 1540, 1559, 1566, 1571), 2004),
    **dict.fromkeys((1612, 1617, 1624), 2005),
    **dict.fromkeys((1673, 1695, 1696, 1701, 1718, 1735, 1737), 2006),
    **dict.fromkeys((1747,), 2007),
    **dict.fromkeys((1803, 1805, 1810, 1820, 1822, 1835), 2008),
    **dict.fromkeys((1874, 1887, 1888, 1904), 2009),
    **dict.fromkeys((1929, 1963), 2010),
    **dict.fromkeys((1970, 1973, 1977, 1988, 1989, 1996, 2017), 2011),
    **dict.fromkeys((2046, 2055, 2057), 2012),
    **dict.fromkeys((2086, 2087, 2094, 2109, 2117, 2118, 2129, 2132), 2013),
    **dict.fromkeys((2133, 2141, 2155, 2161, 2170, 2178, 2187), 2014),
    **dict.fromkeys((2199, 2206, 2209, 2220, 2223, 2231, 2235, 2242, 2249, 2250, 2253), 2015),
    **dict.fromkeys((2270, 2309, 2310, 2319, 2321, 2325), 2016),
    **dict.fromkeys((2341, 2354, 2356, 2368, 2370, 2371, 2375, 2379, 2395, 2396, 2397), 2017),
    **dict.fromkeys((2462, 2467, 2482, 2493), 2019),
    **dict.fromkeys((2532,), 2020),
    **dict.fromkeys((2565, 2572, 2617), 2021),
    **dict.fromkeys((2622, 2663, 2664, 2669), 2022),
    **dict.fromkeys((2720,), 2023),
}
"""Number to year. Numbers run on in the order of adoption, so two of one year prove those between them."""

_NUMBERS = sorted(YEARS)
_ORGAN = r"(?:of the Security Council|du Conseil de sécurité|del Consejo de Seguridad|Совета Безопасности|مجلس الأمن)"
_CUE = re.compile(
    # Every alternative begins with a letter of its own: a search runs over the text once.
    r"(?:[Rr](?:esolutions?|ésolutions?|esoluci(?:ón|ones))|R[EÉ]SOLU[A-ZÓ]+|[Рр]езолюци\w{1,3}|قرار\w*|S/RES/|UNSCRs?|SCRs?)"
    rf"(?:\s+{_ORGAN})?\s*"
)
_ITEM = re.compile(r"(\d{3,4})(?:\s*\((\d{4})\))?(?![\d/])")
_NEXT = re.compile(r"\s*(?:[,;،]\s*)?(?:(?:and|or|et|ou|y|o|и|или|و)(?:\s+|(?=\d)))?")
_CHINESE = re.compile(r"第\s*(\d{3,4})\s*(?:[(（]\s*(\d{4})\s*[)）]\s*)?号")
_OTHER_BODY = re.compile(
    r"(?:General|World Health|Parliamentary|Environment) Assembly|Council of Europe|Economic and Social Council"
    r"|Human Rights Council|General Conference|Executive Board|Board of Governors|Council of Ministers"
    r"|Assemblée|Conseil de l.Europe|Conseil économique|Asamblea|Consejo de Europa|Consejo Económico"
    r"|Генеральн\w+ (?:Ассамбле|конференц)|Парламентск\w+ [Аа]ссамбле|大会|الجمعية العامة"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A resolution cited by number: offsets of the number, and of the year where it has one."""

    passage: Passage
    cue: int
    number: int
    start: int
    end: int
    year: int | None
    year_start: int
    year_end: int

    @property
    def path(self) -> Path:
        """Where the text is."""
        return self.passage.path


def years_of(number: int) -> range | None:
    """The years in which a resolution of that number can have been adopted; None outside the table."""
    at = bisect_left(_NUMBERS, number)
    if number in YEARS:
        return range(YEARS[number], YEARS[number] + 1)
    if not 0 < at < len(_NUMBERS):
        return None
    return range(YEARS[_NUMBERS[at - 1]], YEARS[_NUMBERS[at]] + 1)


def year_of(number: int) -> int | None:
    """The year of a resolution where it is certain."""
    years = years_of(number)
    return years.start if years is not None and len(years) == 1 else None


@lru_cache(maxsize=4)
def find_citations(passages: tuple[Passage, ...]) -> tuple[Citation, ...]:
    """Every resolution that seems the Security Council's, in the order of the texts.

    Other bodies number theirs too (the Parliamentary Assembly of the Council of Europe writes
    "Resolution 1540 (2007)"), so a text that names one before the citation is passed over.
    """
    return tuple(_cite(passages))


def _cite(passages: tuple[Passage, ...]) -> Iterator[Citation]:
    for passage in passages:
        for cue, match in _find_items(passage.text):
            if not _OTHER_BODY.search(passage.text, max(0, cue - 60), match.end() + 40):
                year = int(match[2]) if match[2] else None
                yield Citation(passage, cue, int(match[1]), *match.span(1), year, *match.span(2))


def _find_items(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    for match in _CHINESE.finditer(text) if "决议" in text else ():
        if "决议" in text[max(0, match.start() - 20) : match.end() + 60]:
            yield match.start(), match
    for cue in _CUE.finditer(text):
        at, first = cue.end(), True
        while (item := _ITEM.match(text, at)) and (first or item[2]):
            yield cue.start(), item
            gap = _NEXT.match(text, item.end())
            at, first = gap.end() if gap and gap[0].strip() else len(text), False
