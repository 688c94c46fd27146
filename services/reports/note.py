"""The analytic note on a round, as after the first one in September (domain, section 6)."""

from services.documents import Word
from services.reports import answers, changed, sections
from services.reports.gathering import Material
from services.reports.growth import areas, competences
from services.reports.report import Report
from services.reports.words import plain
from services.results.cells import Speech, round_name


def note(material: Material, speech: Speech) -> bytes:
    """A .docx; what a human has to judge is left open."""
    speech = plain(speech)
    r = Report(Word(speech.language), speech, material)
    place = material.place
    r.word.title(r.t("reports-title-note"), round_name(place, speech), place.organisation.name)
    sections.basis(r)
    sections.participants(r)
    r.word.heading(r.t("reports-answers"))
    answers.means(r, material.results)
    answers.distributions(r, material.results)
    if material.results.areas:
        areas(r)
    if any(side.then for side in material.results.sides):
        competences(r)
    changed.changes(r)
    changed.gaps(r)
    answers.texts(r, material.results)
    sections.to_write(r, "conclusions")
    sections.to_write(r, "advice")
    sections.decided(r)
    sections.method(r)
    sections.made(r)
    return r.word.content
