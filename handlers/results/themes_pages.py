"""Themes of open answers as screens: how many answers speak of what, and whose words those are
nobody can tell. Only of texts that their page shows too."""

import html
from collections.abc import Mapping
from typing import NamedTuple

from handlers.paging import cut, turner
from handlers.results.screens import title, view_of
from handlers.results.themes_buttons import Themed, themed
from handlers.screen import Button, Rows, Screen, column, grid
from handlers.sections import menu_button
from handlers.texts import Html, Translate
from handlers.wording import clipped, language
from models.enums import Role
from services.results.cells import Cell, Results, Side
from services.results.themes.kinds import Answered, At, Question, Theme, question
from services.results.themes.rules import REST

ANSWERS = 6
"""Of a page; so many buttons fit into a row."""

WORDS, ALONE = 300, 1000
"""Characters of an answer in a list, and on its own screen."""

TOP = 3
LABEL = 40


class Seen(NamedTuple):
    """What a press finds: the results with their themes, and the questions that have any."""

    t: Translate
    made: Results
    questions: Mapping[At, Question]
    at: Themed

    @property
    def themes(self) -> Mapping[str, Theme]:
        return self.made.themes.known if self.made.themes else {}

    @property
    def question(self) -> Question | None:
        """The one asked for, by itself or by one of its answers; the only one there is."""
        every, sign = list(self.questions.values()), self.at.at
        signs = ({one.sign, *(answer.sign for answer in one.answers)} for one in every)
        found = (one for one, own in zip(every, signs, strict=True) if sign in own)
        return next(found, every[0] if len(every) == 1 and not sign else None)

    def name(self, code: str) -> str:
        """As it stands in a text, without markup."""
        return self.themes[code].name.of(language(self.t))

    def heading(self, question: Question) -> Html:
        return self.t("results-heading", text=self.asked(question))

    def asked(self, question: Question) -> Html:
        """«Чего не хватает, наставники»."""
        role, item = question.at
        rows = self.made.of_kind("text")
        cells = ((side, cell) for row in rows for side, cell in row.cells.items())
        label = next(
            cell.item.label.of(language(self.t))
            for side, cell in cells
            if (side.role, cell.item.code) == (role, item)
        )
        who = self.t(Side(question.at[0]).key).lower()
        return self.t("themes-question", label=label, who=who)


def top(t: Translate, made: Results, role: Role, cell: Cell) -> list[Html]:
    """«Темы: Время и нагрузка — 5, Родители — 3»; nothing where no theme was found."""
    if made.themes is None or not cell.texts:
        return []
    found = question(made.themes, (role, cell.item.code), cell.texts).counts.telling[:TOP]
    names = {code: made.themes.known[code].name.of(language(t)) for code, _ in found}
    listed = ", ".join(f"{names[code]} — {n}" for code, n in found)
    return [t("themes-top", themes=listed)] if listed else []


def questions(seen: Seen) -> Screen:
    """To choose one of."""
    t, place = seen.t, seen.made.place
    buttons = [
        Button.of(_label(seen.asked(one)), seen.at.to("t", at=one.sign, under="", page=0))
        for one in seen.questions.values()
    ]
    said = t("themes-choose") if buttons else t("themes-nothing", k=seen.made.k)
    text = f"{title(t, place)}\n\n{said}"
    return Screen(text, column((*buttons, _back_to_texts(seen), menu_button(t))))


def counted(seen: Seen, question: Question) -> Screen:
    """The themes of a question, each leading to its answers."""
    t = seen.t
    lines = [title(t, seen.made.place), "", seen.heading(question), t("themes-how"), ""]
    lines += [t("themes-line", name=seen.name(code), n=n) for code, n in question.counts.listed]
    here = seen.at.to("t", at=question.sign, page=0)
    buttons = [
        Button.of(f"{seen.name(code)} · {n}", here.to("l", under=code))
        for code, n in question.counts.listed
    ]
    more = []
    if question.corrected:
        more.append(Button.of(t("themes-reset"), here.to("b", under="")))
    to_questions = Button.of(t("themes-back-questions"), themed(seen.made.place))
    more.append(to_questions if len(seen.questions) > 1 else _back_to_texts(seen))
    return Screen("\n".join(lines), (*grid(buttons, 2), *column((*more, menu_button(t)))))


def answers(seen: Seen, question: Question, theme: Theme) -> Screen:
    """Those under a theme, numbered; the numbers are buttons."""
    t, found = seen.t, question.under(theme.code)
    page = cut(found, seen.at.page, ANSWERS)
    first = page.number * ANSWERS + 1
    heading = t("themes-under", name=seen.name(theme.code), n=sum(one.times for one in found))
    lines = [title(t, seen.made.place), "", seen.heading(question), heading, ""]
    lines += [_numbered(t, n, one) for n, one in enumerate(page.items, first)]
    lines += ["", t("themes-press")] if found else [t("themes-no-answers")]
    here = seen.at.to("l", at=question.sign, under=theme.code, page=page.number)
    numbers = [
        Button.of(str(n), here.to("a", at=one.sign)) for n, one in enumerate(page.items, first)
    ]
    turning = turner(page.number, page.count, lambda number: here.to("l", page=number))
    return Screen(
        "\n".join(lines), (*grid(numbers, ANSWERS), *turning, *_of_own(seen, theme, here))
    )


def _of_own(seen: Seen, theme: Theme, here: Themed) -> Rows:
    """What can be done with a theme of one's own, and the way back."""
    t = seen.t
    back = Button.of(t("themes-back"), here.to("t", under="", page=0))
    own = [
        Button.of(t("themes-rename"), here.to("r")),
        Button.of(t("themes-drop"), here.to("d")),
    ]
    return (*([tuple(own)] if theme.own else []), *column((back, menu_button(t))))


def _numbered(t: Translate, number: int, one: Answered) -> Html:
    key = "themes-answer-times" if one.times > 1 else "themes-answer"
    return t(key, number=number, text=clipped(one.text, WORDS), n=one.times)


def answer(seen: Seen, question: Question, one: Answered) -> Screen:
    """An answer with all themes to put on it and take off it."""
    t = seen.t
    names = ", ".join(seen.name(code) for code in one.codes)
    lines = [title(t, seen.made.place), "", seen.heading(question)]
    lines += [t("themes-words", text=clipped(one.text, ALONE))]
    lines += [t("themes-now", themes=names)]
    lines += [t("themes-equal", n=one.times)] if one.times > 1 else []
    lines += ["", t("themes-toggle")]
    here = seen.at.to("a", at=one.sign)
    buttons = [_toggle(seen, one, theme) for theme in seen.themes.values() if theme.code != REST]
    more = [Button.of(t("themes-new"), here.to("o"))]
    more += [Button.of(t("themes-undo"), here.to("u"))] if one.corrected else []
    back = _back_to_answers(seen, question)
    rows = (*grid(buttons, 2), *column((*more, back, menu_button(t))))
    return Screen("\n".join(lines), rows)


def _toggle(seen: Seen, one: Answered, theme: Theme) -> Button:
    """Says which way it goes, so that a second press changes nothing."""
    has = theme.code in one.codes
    name = seen.name(theme.code)
    to = seen.at.to("n" if has else "y", at=one.sign, theme=theme.code)
    return Button.of(f"✓ {name}" if has else name, to)


def _back_to_answers(seen: Seen, question: Question) -> Button:
    """To the list the answer was found in, or to the themes."""
    t, here = seen.t, seen.at.to("t", at=question.sign)
    if here.under in seen.themes:
        return Button.of(t("themes-back-answers"), here.to("l"))
    return Button.of(t("themes-back"), here.to("t", under="", page=0))


def typing(seen: Seen, text: Html) -> Screen:
    """Waits for the name of a theme; the press says what for."""
    back = seen.at.to("l" if seen.at.act == "r" else "a")
    expects = {"what": "theme", "at": seen.at.pack()}
    return Screen(text, ((Button.of(seen.t("button-back"), back),),), expects=expects)


def _back_to_texts(seen: Seen) -> Button:
    return Button.of(seen.t("themes-back-texts"), view_of(seen.made.place, "texts"))


def _label(text: Html) -> str:
    return clipped(html.unescape(text), LABEL)
