"""All tables, so that alembic sees them."""

from models.audit import AuditEntry
from models.base import Base
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

__all__ = [
    "Absence",
    "Account",
    "Answer",
    "Assignment",
    "AuditEntry",
    "Base",
    "CalendarEntry",
    "Consent",
    "Decision",
    "File",
    "HelpRequest",
    "InboxUpdate",
    "Invite",
    "Meeting",
    "Mentorship",
    "Notification",
    "Organisation",
    "OwnQuestionnaire",
    "Pace",
    "Person",
    "QuestionnaireVersion",
    "RoleGrant",
    "Vacation",
    "Wave",
    "WaveQuestionnaire",
]
