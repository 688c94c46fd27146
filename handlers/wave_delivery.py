"""What became of the messages of a wave: counted, and by name where somebody can be helped."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters.callback_data import CallbackData

from handlers import paper
from handlers.context import Context
from handlers.fates import ICONS, Clock, messages, told
from handlers.paging import cut
from handlers.people import person_screen, short
from handlers.screen import Button, Screen, column
from handlers.sections import MANAGERS, HasRole, menu_button
from handlers.texts import Html, Translate
from handlers.wave_buttons import Id, Number, ShowCode, ShowDeliveries, ShowDelivery, ShowWave
from handlers.wave_screens import SCHOOLS, turning
from handlers.wording import clipped, round_name
from models import Wave
from services import access, membership
from services.errors import NotFound
from services.fates import Fate
from services.waves import actions, delivery
from services.waves.delivery import TROUBLE, Addressee, Mail
from services.waves.state import Phase, phase_at

NAMES = 8
"""On one page: each has a line and a button."""

LONGEST = 80
"""Of a name or a school in a line."""


class ShowAddressee(CallbackData, prefix="wq"):
    """A person's card, from the page of a wave's delivery."""

    person: Id
    wave: Id
    page: Number = 0


def router() -> Router:
    r = Router()
    r.callback_query.filter(HasRole(MANAGERS))
    r.callback_query.register(show_delivery, ShowDelivery.filter())
    r.callback_query.register(show_deliveries, ShowDeliveries.filter())
    r.callback_query.register(show_addressee, ShowAddressee.filter())
    return r


async def show_delivery(query: object, callback_data: ShowDelivery, c: Context) -> Screen:
    wave = await actions.get_managed(c.session, c.who, callback_data.wave)
    mail = await delivery.mail(c.session, [wave.id], c.now)
    fates = await delivery.sums(c.session, [wave.id], c.now)
    people = await delivery.not_simply_sent(c.session, wave.id, c.now)
    clock = Clock(c.t, c.now, ZoneInfo(wave.organisation.timezone))
    head = [heading(c.t, wave), *mail_lines(clock, mail), "", *sums(c.t, total(fates))]
    if not fates:
        head.append(c.t("delivery-nobody"))
    elif not people:
        head += ["", c.t("delivery-all-fine")]
    mine = await access.scope(c.session, c.who)
    screen = by_name(clock, head, people, callback_data, mine)
    if not people or phase_at(wave, c.now) is not Phase.OPEN:
        return screen
    return replace(screen, rows=(*screen.rows[:-1], (paper.button(c.t, wave),), screen.rows[-1]))


def heading(t: Translate, wave: Wave) -> Html:
    school = clipped(wave.organisation.name, LONGEST)
    return t("delivery-head", name=round_name(t, wave.code, wave.title), school=school)


def mail_lines(clock: Clock, mail: Mail) -> list[str]:
    t = clock.t
    lines: list[str] = [t("delivery-first", counted=messages(t, mail.first))]
    if mail.reminders:
        lines.append(t("delivery-reminders", counted=messages(t, mail.reminders)))
    if mail.next_at:
        lines.append(t("delivery-next", when=clock.hour(mail.next_at)))
    return lines


def total(fates: dict[int, Counter[Fate]]) -> Counter[Fate]:
    return sum(fates.values(), Counter())


def sums(t: Translate, fates: Counter[Fate]) -> list[str]:
    """People by what became of the last message to them; answers and arrivals last."""
    return [
        t("delivery-sum", icon=ICONS[fate], what=t(f"delivery-fate-{fate}"), count=fates[fate])
        for fate in reversed(Fate)
        if fates[fate]
    ]


def by_name(
    clock: Clock,
    head: Sequence[str],
    people: Sequence[Addressee],
    asked: ShowDelivery,
    mine: frozenset[int],
) -> Screen:
    """A page of those who are not simply reached; who is of one's own leads to the card."""
    t = clock.t
    page = cut(people, asked.page, NAMES)
    lines = [line(clock, one) for one in page.items]
    buttons = [
        Button.of(
            f"{ICONS[one.fate]} {short(one.name)}",
            ShowAddressee(person=one.person_id, wave=asked.wave, page=page.number),
        )
        for one in page.items
        if one.place in mine
    ]
    names = ["", t("delivery-list"), *lines] if lines else []
    turn = turning(t, page, lambda number: ShowDelivery(wave=asked.wave, page=number))
    back = Button.of(t("button-back"), ShowWave(wave=asked.wave))
    return Screen("\n".join([*head, *names]), (*column(buttons), *turn, (back, menu_button(t))))


def line(clock: Clock, one: Addressee) -> Html:
    """«⛔ Орлов Борис Ильич, наставляемый — бот заблокирован»"""
    t, name = clock.t, clipped(one.name, LONGEST)
    what = told(clock, one.fate, one.due_at)
    if one.away_till and one.fate is Fate.ABSENT:
        what = t("delivery-absent-till", day=t.day(one.away_till))
    if one.told_at:
        what = t("delivery-but-told", what=what, day=clock.day(one.told_at))
    role = t(f"people-role-{one.role}")
    return t("delivery-person", icon=ICONS[one.fate], name=name, role=role, what=what)


async def show_deliveries(query: object, callback_data: ShowDeliveries, c: Context) -> Screen:
    """Sums of all schools, then each school with how many are in doubt; by name, not by rank."""
    year = await actions.of_year(c.session, c.who, c.now)
    waves = [wave for wave in year if wave.code == callback_data.code and wave.opened_at]
    if not waves:
        raise NotFound
    fates = await delivery.sums(c.session, [wave.id for wave in waves], c.now)
    return schools_screen(c.t, waves, fates, callback_data)


def schools_screen(
    t: Translate,
    waves: Sequence[Wave],
    fates: dict[int, Counter[Fate]],
    asked: ShowDeliveries,
) -> Screen:
    page = cut(waves, asked.page, SCHOOLS)
    buttons = [
        Button.of(school_label(t, wave, fates.get(wave.id, Counter())), ShowDelivery(wave=wave.id))
        for wave in page.items
    ]
    head = t(
        "delivery-head-all", name=round_name(t, asked.code, waves[0].title), schools=len(waves)
    )
    text = "\n".join([head, "", *sums(t, total(fates)), "", t("waves-choose-school")])
    turn = turning(t, page, lambda number: ShowDeliveries(code=asked.code, page=number))
    back = Button.of(t("button-back"), ShowCode(code=asked.code))
    return Screen(text, (*column(buttons), *turn, (back, menu_button(t))))


def school_label(t: Translate, wave: Wave, fates: Counter[Fate]) -> str:
    in_doubt = sum(fates[fate] for fate in TROUBLE)
    return f"{clipped(wave.organisation.name, 24)} · {t('delivery-school', count=in_doubt)}"


async def show_addressee(query: object, callback_data: ShowAddressee, c: Context) -> Screen:
    """The card from /people: what can be done for the person stands there."""
    known = await membership.profile(c.session, c.who, callback_data.person, c.now)
    back = ShowDelivery(wave=callback_data.wave, page=callback_data.page)
    return person_screen(c, known, back)
