"""The rule about capitals in headings, and how it tells a common word from a name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from notegen.diagnostics import Severity
from notegen.languages.names import Names, organization_acronym, organization_name, state_name
from notegen.records.rules.headings import headings
from notegen.records.rules.rule import UN, Find, Finding, Rule, Subject
from notegen.records.text import MARK

# Words of headings that are part of no name unless a word beside them is one.
_COMMON = {
    "en": """academia activities additional agenda approach approaches assessment assistance background bilateral border
        capacity-building challenges civil closing comments conclusion conclusions consultations context contributions
        control controls cooperation customs discussion discussions evaluation events exchange experts export findings
        follow-up forward general highlights impact implementation import industry international introduction issues
        key learned legal lessons main matters measures meetings methodology national next non-governmental objective
        objectives observations opening organizations entities other outcome outcomes overview panel participants
        participation partners practices presentation presentations priorities proceedings proposals purpose questions
        recommendation recommendations regional remarks representatives results scope seminar session sessions society
        statements steps structure summary synthesis takeaways technical themes topics training trends updates visit
        visits way workshop workshops""",
    "fr": """additionnelles aide assistance bilatérales civile commentaires complémentaires conclusions consultations
        contexte contrôles coopération discussion discussions débats enseignements entités faits gouvernementales
        intergouvernementales internationales liminaires marquants objectifs observations organisations participants
        principaux prochaines questions recommandations remarques résultats résumé saillants séance séances société
        suite suites travaux étapes""",
    "es": """actividades adicionales antecedentes aspectos asistencia bilaterales civil comentarios complementarias
        conclusiones consultas contexto controles cooperación cuestiones debate debates destacados entidades finales
        internacionales objetivos observaciones organizaciones participantes pasos principales próximos recomendaciones
        resultados resumen sesiones sesión siguientes sociedad temas""",
    "ru": """вопросы выводы выступления гражданское двусторонние дискуссии дискуссия дополнительные задачи замечания
        заседания итоги комментарии консультации контроль международные мероприятия моменты обзор общество обсуждение
        обсуждения организации основные помощь результаты рекомендации сотрудничество справочная структуры участники
        цели шаги""",
}
_COMMON_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_FIXED = {
    "en": ("Member States", "States", "State", "Governments", "Government", "Member State"),
    "fr": ("États Membres", "États", "État", "Gouvernement", "Gouvernements"),
    "es": ("Estados Miembros", "Estados", "Estado", "Gobierno", "Gobiernos"),
    "ru": ("Организации Объединенных Наций", "Организация Объединенных Наций"),
}
_WORD = re.compile(r"[^\W\d_][\w'’\-]*")
_QUOTED = re.compile(r"[“”\"«»„‘*_<>&`]|\]\(")
_LOWER = re.compile(r"(?<![\w'’\-])[^\W\d_A-ZÀ-ÝА-ЯЁ][\w'’\-]*")
_CAPITAL_INSIDE = re.compile(r"[\w,)] ([A-ZÀ-ÝА-ЯЁ][\w'’\-]*)")


@dataclass(frozen=True)
class _Evidence:
    """What the note itself shows of its words; looked up only when a heading asks."""

    subject: Subject

    def are_common(self, words: set[str]) -> bool:
        """Whether each of these words is written small, and never with a capital inside a sentence."""
        listed = _COMMON_WORDS[self.subject.note.language]
        lower, capital = self._seen
        return all((word.lower() in lower or word.lower() in listed) and word not in capital for word in words)

    @cached_property
    def _seen(self) -> tuple[set[str], set[str]]:
        texts = [p.text for p in self.subject.words if p.path[-1] != "heading" and p.path[0] in ("sections", "annexes")]
        text = " ".join("\n".join(texts).split())
        return set(_LOWER.findall(text)), set(_CAPITAL_INSIDE.findall(text))


def find_capitals_in_headings(subject: Subject) -> Iterator[Finding]:
    """A heading has a capital only at its beginning and in words that always have one.

    Why: "Bilateral consultations", not "Bilateral Consultations". Names of States and bodies and
    acronyms keep their capitals; a heading with any other name in it is passed over.

    Source: EM instructions for the preparation of documents (HD-01).

    Bad:
        sections: [{heading: Bilateral Consultations, text: Consultations were held.}]

    Good:
        sections: [{heading: Bilateral consultations with Costa Rica, text: Consultations were held.}]
    """
    language, evidence = subject.note.language, _Evidence(subject)
    for path, heading in headings(subject):
        later = list(_WORD.finditer(heading))[1:]
        if not any(word[0][0].isupper() for word in later) or _QUOTED.search(heading):
            continue
        masked = _without_names(subject, heading)
        words = [match for match in _WORD.finditer(masked) if not match[0].isupper() or len(match[0]) == 1]
        capitals = [match for match in words if match[0][0].isupper() and _stands_inside(heading, match.start())]
        listed = _COMMON_WORDS[language]
        if all(match[0].lower() in listed for match in capitals):
            certain = all(match[0].lower() in listed for match in words if match[0][0].isupper())
        elif capitals and evidence.are_common({match[0] for match in capitals}):
            certain = False
        else:
            continue
        if not capitals or not _begins_with_common_word(evidence, words, capitals):
            continue
        for match in capitals:
            lower = match[0][0].lower() + match[0][1:]
            message, hint = f'"{match[0]}" has a capital inside the heading', f'write "{lower}"'
            yield Finding(path, message, match.start(), match.end(), hint, lower if certain else None)


def _without_names(subject: Subject, heading: str) -> str:
    """The heading with the names of States and bodies blanked out."""
    names = _names(subject.names, subject.note.language)
    found = [name for name in names if name in heading]
    patterns = [MARK.pattern, *(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(found, key=len, reverse=True))]
    return re.sub("|".join(patterns), lambda match: "\0" * len(match[0]), heading)


@lru_cache(maxsize=8)
def _names(names: Names, language: str) -> tuple[str, ...]:
    found = [*_FIXED[language], *(state_name(state, language) for state in names.states)]
    for body in names.organizations:
        found += [organization_name(body, language)[0], organization_acronym(body, language), *body.variants]
    return tuple(dict.fromkeys(name for name in found if name))


def _stands_inside(heading: str, at: int) -> bool:
    """Whether a word is neither the first of the heading nor the first after a sign or a number."""
    before = heading[:at].rstrip()
    return bool(before) and before[-1] not in ":?!.–—(/；：" and not re.fullmatch(r"[\W\d]*", before)


def _begins_with_common_word(
    evidence: _Evidence, words: Sequence[re.Match[str]], capitals: Sequence[re.Match[str]]
) -> bool:
    """Whether the first word, which always has its capital, is part of no name with the second."""
    if words[0] is capitals[0] or len(words) < 2 or words[1].start() != capitals[0].start():
        return True
    first = words[0][0]
    return first.lower() in _COMMON_WORDS[evidence.subject.note.language] or evidence.are_common({first})


RULES: tuple[Rule[Find], ...] = (
    Rule("heading-capitals", Severity.WARNING, find_capitals_in_headings, UN, tuple(_COMMON)),
)
