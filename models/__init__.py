"""All tables, so that alembic sees them."""

from models.audit import AuditEntry
from models.base import Base
from models.counts import AnswerCount, CountedWave
from models.exports import Export
from models.inbox import InboxUpdate
from models.meeting import Meeting
from models.mentorship import Mentorship
from models.notification import File, Notification, Pace
from models.organisation import CalendarEntry, Organisation, Vacation
from models.person import Absence, Account, Consent, Invite, Person, RoleGrant
from models.questionnaire import (
    Answer,
    Assignment,
    Decision,
    HelpRequest,
    OwnQuestionnaire,
    QuestionnaireVersion,
    Wave,
    WaveQuestionnaire,
)
from models.themes import OwnTheme, ThemeCorrection

__all__ = [
    "Absence",
    "Account",
    "Answer",
    "AnswerCount",
    "Assignment",
    "AuditEntry",
    "Base",
    "CalendarEntry",
    "Consent",
    "CountedWave",
    "Decision",
    "Export",
    "File",
    "HelpRequest",
    "InboxUpdate",
    "Invite",
    "Meeting",
    "Mentorship",
    "Notification",
    "Organisation",
    "OwnQuestionnaire",
    "OwnTheme",
    "Pace",
    "Person",
    "QuestionnaireVersion",
    "RoleGrant",
    "ThemeCorrection",
    "Vacation",
    "Wave",
    "WaveQuestionnaire",
]
