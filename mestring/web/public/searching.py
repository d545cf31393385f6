"""Search over sections, rules, sentences, law, findings and words. Everything is small enough to be held in memory."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log

from django.urls import reverse

from mestring.rules.rulebook import Book, Standard
from mestring.rules.rulebook.model import Section
from mestring.web.public import glossary, words

TITLE, PLAIN, TEXT = 12.0, 12.0, 3.0
# Words too small to search for.
_SMALL = """
    a af alle at blev blive bliver da de den denne der deres det dette dig din disse du efter eller en end er et for fordi fra få får give gør
    ham har have hun hvad hvem hvilke hvilken hvis hvor hvordan hvornår i ikke ind ingen jeg jer jo kan kun lang længe man mange med meget mig
    min mit mod må nej noget nogle nu når næste og også om op os over på se selv sig sin skal skulle som så sådan til tit ud var ved vi vil være
"""
_STOP = frozenset(_SMALL.split())
_ENDINGS = ("ernes", "elsen", "elser", "heden", "erne", "ende", "else", "eren", "erens", "ing", "ens", "ets", "hed", "er", "en", "et", "es", "e", "s")
# What people say: the words of the documents for it, and the sections it is given under.
_MEANS = {
    "bostøtte": ("socialpædagogisk støtte", "85"),
    "bpa": ("borgerstyret hjælperordning", "96"),
    "vente": ("svartid frist svar", ""),
    "tid": ("svartid frist varighed", ""),
    "ventetid": ("svartid frist", ""),
    "sagsbehandlingstid": ("svartid frist", ""),
    "svar": ("svartid frist", ""),
    "koste": ("betaling gratis", ""),
    "koster": ("betaling gratis", ""),
    "pris": ("betaling gratis", ""),
    "betale": ("betaling", ""),
    "egenbetaling": ("betaling", ""),
    "uenig": ("klage", ""),
    "anke": ("klage", ""),
    "herberg": ("forsorgshjem", "110"),
    "hjemløs": ("forsorgshjem hjemløshed", "110 85a"),
    "vold": ("krisecenter", "109"),
    "bosted": ("botilbud", "107 108"),
    "misbrug": ("stofmisbrug", "101"),
    "værksted": ("beskyttet", "103"),
    "arbejde": ("beskyttet beskæftigelse", "103"),
    "dagtilbud": ("aktivitets samværstilbud", "104"),
    "aflastning": ("aflastning afløsning", "84"),
    "ledsagelse": ("ledsageordning", "97"),
    "ledsager": ("ledsageordning", "97"),
    "opspare": ("opsparing", ""),
    "døv": ("døvblinde", ""),
    "gruppe": ("gruppebaseret", ""),
    "handleplan": ("handleplan", "141"),
    "merudgift": ("merudgifter", "100"),
    "støttetimer": ("", "85"),
    "hjælperordning": ("", "96"),
    "kvindehjem": ("", "109"),
    "botilbud": ("", "107 108"),
    "hjemmehjælp": ("", "83"),
    "merudgifter": ("", "100"),
    "døvblind": ("", "98"),
}
_SECTION = re.compile(r"(?:§+|paragraf|par\.?)?\s*(\d{1,3})\s*([a-e])?\b", re.IGNORECASE)


# Pages that answer a question better than any one rule: title, text, other words for it, address.
_PAGES = (
    ("Hvornår får du svar?", "Alle frister, kommunen har offentliggjort.", "frist svartid sagsbehandlingstid ventetid vente tid", "public:deadlines"),
    ("Kan du få hjælpen? Prøv det", "Svar på nogle spørgsmål, og se, hvad reglerne siger.", "beregn regn ud ret til berettiget", "public:try"),
    ("Kommuner side om side", "Se forskellene mellem kommunerne på en paragraf.", "sammenlign forskel", "public:compare"),
    ("Satser", "Beløb, der reguleres hvert år, med kilde.", "beløb takst kroner", "public:rates"),
    ("Uklarheder", "Steder, hvor et dokument modsiger sig selv eller lader noget stå åbent.", "fejl modsigelse fund læsning", "public:findings"),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    kind: str
    title: str
    text: str
    address: str
    tag: str
    council: str
    score: float


@dataclass(frozen=True, slots=True)
class _Doc:
    kind: str
    title: str
    text: str
    address: str
    tag: str
    council: str
    section: str
    boost: float
    stems: dict[str, float]


def words_of(text: str) -> list[str]:
    return re.findall(r"[\wæøå]+", unicodedata.normalize("NFC", text).lower())


def stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _meant(word: str) -> tuple[list[str], list[str]]:
    """The words of the documents for what a person says, and the sections it is given under."""
    said, sections = _MEANS.get(word) or _MEANS.get(stem(word)) or ("", "")
    return said.split(), sections.split()


def _weigh(*fields: tuple[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for text, weight in fields:
        for word in set(words_of(text)) - _STOP:
            key = stem(word)
            found[key] = max(found.get(key, 0.0), weight)
    return found


class Index:
    """Every document with the stems of its words and their weights."""

    def __init__(self, book: Book) -> None:
        self.docs = list(_documents(book))
        self.by_stem: dict[str, list[int]] = {}
        for number, doc in enumerate(self.docs):
            for key in doc.stems:
                self.by_stem.setdefault(key, []).append(number)
        self.sections = set(book.sections)

    def _matching(self, wanted: str) -> Iterable[tuple[str, float]]:
        """Stems that answer a word: the same, one that begins with it, one that holds it. Weight by closeness."""
        for key in self.by_stem:
            if key == wanted:
                yield key, 1.0
            elif len(wanted) >= 4 and key.startswith(wanted):
                yield key, 0.8
            elif len(key) >= 5 and wanted.startswith(key) and len(wanted) - len(key) <= 4:
                yield key, 0.6
            elif len(wanted) >= 5 and wanted in key:
                yield key, 0.4

    def section_of(self, query: str) -> str | None:
        """`§ 82 a`, `85a` or `107` name a section; a figure in a sentence doesn't."""
        text = query.strip().lower()
        found = _SECTION.fullmatch(text) if "§" not in text else _SECTION.search(text[text.index("§") :])
        if not found:
            return None
        if text.startswith(("abl", "almen")):
            return "abl-105" if found[1] == "105" else None
        wanted = found[1] + (found[2] or "").lower()
        return wanted if wanted in self.sections else None

    def search(self, query: str, home: str) -> list[Hit]:
        """The best answers first. The installation's own council comes before the others when all else is equal."""
        section = self.section_of(query)
        asked = [word for word in words_of(query) if word not in _STOP]
        if not asked:
            asked = words_of(query)
        groups: list[dict[str, float]] = []
        for word in dict.fromkeys(asked):
            found: dict[str, float] = {}
            for weight, synonym in ((1.0, word), *((0.5, other) for other in _meant(word)[0])):
                for key, closeness in self._matching(stem(synonym)):
                    found[key] = max(found.get(key, 0.0), closeness * weight)
            groups.append(found)
        scores: dict[int, float] = {}
        covered: dict[int, int] = {}
        for found in groups:
            best: dict[int, float] = {}
            for key, closeness in found.items():
                for number in self.by_stem[key]:
                    best[number] = max(best.get(number, 0.0), self.docs[number].stems[key] * closeness)
            rarity = log(1 + len(self.docs) / (len(best) or 1))
            best = {number: score * rarity for number, score in best.items()}
            for number, score in best.items():
                scores[number] = scores.get(number, 0.0) + score
                covered[number] = covered.get(number, 0) + 1
        for number in list(scores):
            share = covered[number] / len(groups)
            if share < 0.5:
                del scores[number]
                continue
            scores[number] *= share * share
        likely = {name for word in asked for name in _meant(word)[1]}
        for number, doc in enumerate(self.docs):
            if section and doc.section == section:
                scores[number] = scores.get(number, 0.0) + (400.0 if doc.kind == "section" else 20.0)
            elif doc.kind == "section" and doc.section in likely:
                scores[number] = scores.get(number, 0.0) + 60.0
        hits = []
        for number, score in scores.items():
            doc = self.docs[number]
            score *= doc.boost * (1.6 if doc.council == home else 1.0)
            hits.append(Hit(doc.kind, doc.title, doc.text, doc.address, doc.tag, doc.council, score))
        hits.sort(key=lambda hit: (-hit.score, hit.title))
        return hits


def _documents(book: Book) -> Iterable[_Doc]:
    for standard in (*book.standards.values(), book.law):
        yield from _of_standard(book, standard)
    for title, text, also, address in _PAGES:
        yield _Doc("page", title, text, reverse(address), "Side", "", "", 2.4, _weigh((title, TITLE), (also, TITLE), (text, TEXT)))
    for word in glossary.WORDS:
        yield _Doc(
            "word",
            word.danish,
            word.meaning,
            reverse("public:words") + f"#{word.anchor}",
            "Ord",
            "",
            "",
            1.0,
            _weigh((word.danish, TITLE), (word.meaning, TEXT)),
        )


def _names(section: Section) -> str:
    """Every name the section has had: who looks for the old one finds it too."""
    return " ".join(name.title for name in section.names)


def _of_standard(book: Book, standard: Standard) -> Iterable[_Doc]:
    is_law = standard is book.law
    label = "Loven" if is_law else words.standard_label(standard)
    for section_id, page in standard.section_pages.items():
        section = book.sections[section_id]
        mark = words.section_mark(section)
        address = reverse("public:law_section", args=[section_id]) if is_law else reverse("public:section", args=[standard.id, section_id])
        title = page.plain_title or section.plain_title
        tag = " · ".join(part for part in (mark, label) if part)
        stems = _weigh((title, PLAIN), (section.plain_title, PLAIN), (page.title, TITLE), (_names(section), TITLE), (page.lead or "", TEXT), (mark, TITLE))
        yield _Doc(
            "section", title, page.lead or page.title or section.plain_title, address, tag, standard.council, section_id, 2.2 if not is_law else 1.4, stems
        )
    for entry in standard.entries:
        section = book.sections[entry.sections[0]] if entry.sections else book.sections["general"]
        tag = " · ".join(part for part in (section.sign, label) if part)
        topic = words.TOPICS.get(entry.topic, entry.topic)
        stems = _weigh((topic, TITLE / 3), (_names(section), TEXT), (section.plain_title, TEXT), (entry.text, TEXT))
        boost = 1.15 if entry.rule else 1.0
        yield _Doc("entry", topic, entry.text, reverse("public:rule", args=[entry.id]), tag, standard.council, section.id, boost, stems)
        for reading in entry.readings:
            stems = _weigh((reading.question, TEXT), (reading.chosen, TEXT))
            yield _Doc(
                "finding",
                reading.question,
                reading.chosen,
                reverse("public:rule", args=[entry.id]) + "#laesninger",
                f"Uklart · {tag}",
                standard.council,
                section.id,
                0.8,
                stems,
            )
    for note in standard.findings:
        address = f"{reverse('public:findings')}?standard={standard.id}&slags={note.type}#{note.id}"
        yield _Doc(
            "finding", note.type_label, note.text, address, f"Uklart · {label}", standard.council, "", 0.8, _weigh((note.text, TEXT), (note.chosen or "", TEXT))
        )


@lru_cache(maxsize=1)
def index() -> Index:
    from mestring.web.shell import installation

    return Index(installation.book())
