"""The report of the year (справка об итогах), made from the closing round (domain, section 6)."""

from services.calendar import year_name
from services.documents import Word
from services.reports import answers, changed, sections
from services.reports.gathering import Material
from services.reports.growth import growth
from services.reports.report import Report
from services.reports.words import plain
from services.results.cells import Speech


def spravka(material: Material, speech: Speech) -> bytes:
    """A .docx; what a human has to judge is left open."""
    speech = plain(speech)
    r = Report(Word(speech.language), speech, material)
    place = material.place
    year = r.t("reports-year", year=year_name(place.year))
    r.word.title(r.t("reports-title-spravka"), year, place.organisation.name)
    sections.basis(r)
    sections.participants(r)
    sections.indicators(r)
    r.word.heading(r.t("reports-answers"))
    answers.means(r, material.results)
    answers.distributions(r, material.results)
    answers.expected(r, material.results)
    changed.changes(r)
    changed.gaps(r)
    answers.texts(r, material.results)
    growth(r)
    sections.judged(r)
    sections.to_write(r, "conclusions")
    sections.to_write(r, "advice")
    sections.decided(r)
    sections.method(r)
    sections.indicator_method(r)
    sections.made(r)
    return r.word.content
