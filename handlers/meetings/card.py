"""One meeting on the screen, with what the reader may do with it."""

from html import escape

from handlers.meetings.buttons import Act, Card, Day, Page, Whom
from handlers.meetings.words import View
from handlers.screen import Button, Rows, Screen
from handlers.sections import menu_button
from models import Meeting
from models.enums import MeetingStatus
from services import meetings, pairs


def card(
    view: View, meeting: Meeting, head: str | None = None, toast: str | None = None
) -> Screen:
    """`head` stands instead of the first line, which says what the meeting was."""
    t = view.t
    lines = [head or t("meeting-card", what=view.what(meeting))]
    name = view.name(meeting.mentorship)
    lines.append(t("meeting-card-state", name=name, state=view.state(meeting)))
    if meeting.note:
        lines.append(written(t("meeting-card-note"), meeting.note))
    if meeting.next_task:
        lines.append(written(t("meeting-card-task"), meeting.next_task))
    return Screen("\n".join(lines), card_rows(view, meeting), toast=toast)


def written(label: str, text: str) -> str:
    """Not through Fluent: it refuses arguments over 2,500 characters, and «&» becomes five."""
    return f"{label} {escape(text, quote=False)}"


def card_rows(view: View, meeting: Meeting) -> Rows:
    """By the meeting's state and whose it is; an ended pair can only be read and answered."""
    rows: list[tuple[Button, ...]] = []
    active = pairs.is_active(meeting.mentorship, view.today)
    if meetings.may_answer(meeting, view.me):
        rows += answer_rows(view, meeting)
    if active and meeting.status == MeetingStatus.PLANNED:
        rows += planned_rows(view, meeting)
    if active and meeting.status in meetings.LOGGED:
        rows += change_rows(view, meeting)
    back = Button.of(view.t("meeting-to-list"), Page(pair=meeting.mentorship_id, number=0))
    return (*rows, (back, menu_button(view.t)))


def answer_rows(view: View, meeting: Meeting) -> Rows:
    """Was it? Only what would change the answer given."""
    t, status = view.t, meeting.status
    yes = Button.of(t("meeting-yes"), Act.on(meeting, "yes"))
    no = Button.of(t("meeting-no"), Act.on(meeting, "no"))
    other = Button.of(t("meeting-another-day"), Card(meeting=meeting.id, act="answer"))
    if status == MeetingStatus.WAITING:
        return ((yes, no), (other,))
    if status == MeetingStatus.CONFIRMED:
        return ((Button.of(t("meeting-no-after-all"), Act.on(meeting, "no")),),)
    return ((Button.of(t("meeting-yes-after-all"), Act.on(meeting, "yes")),), (other,))


def planned_rows(view: View, meeting: Meeting) -> Rows:
    """Before the day: move or call off; from the day on: was it?"""
    t = view.t
    move = Button.of(t("meeting-move"), Card(meeting=meeting.id, act="move"))
    if meeting.held_on > view.today:
        return ((move, Button.of(t("meeting-call-off"), Act.on(meeting, "cancel"))),)
    day = Day(use="log", id=meeting.mentorship_id, day=meeting.held_on.toordinal())
    was = Button.of(t("meeting-yes"), day)
    was_not = Button.of(t("meeting-no"), Act.on(meeting, "cancel"))
    return ((was, was_not), (move,))


def change_rows(view: View, meeting: Meeting) -> Rows:
    t, id_ = view.t, meeting.id
    texts = (
        Button.of(t("meeting-note"), Card(meeting=id_, act="note")),
        Button.of(t("meeting-task"), Card(meeting=id_, act="next_task")),
    )
    plan = Button.of(t("meeting-plan-next"), Whom(use="plan", pair=meeting.mentorship_id))
    if not meetings.may_change(meeting, view.me):
        return (texts, (plan,))
    mend = (
        Button.of(t("meeting-correct"), Card(meeting=id_, act="correct")),
        Button.of(t("meeting-undo"), Act.on(meeting, "cancel")),
    )
    return (texts, mend, (plan,))


def question(view: View, meeting: Meeting) -> Screen:
    """To the other side: was it?"""
    name = view.name(meeting.mentorship)
    text = view.t("meeting-ask", name=name, what=view.what(meeting))
    return Screen(text, answer_rows(view, meeting))
