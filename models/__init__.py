"""All tables, so that alembic sees them."""

from models.audit import AuditEntry
from models.base import Base
from models.inbox import InboxUpdate
from models.meeting import Meeting
from models.mentorship import Mentorship
from models.notification import File, Notification, Pace
from models.organisation import Organisation, Vacation
from models.person import Account, Consent, Invite, Person, RoleGrant
from models.questionnaire import (
    Answer,
    Assignment,
    HelpRequest,
    QuestionnaireVersion,
    Wave,
    WaveQuestionnaire,
)

__all__ = [
    "Account",
    "Answer",
    "Assignment",
    "AuditEntry",
    "Base",
    "Consent",
    "File",
    "HelpRequest",
    "InboxUpdate",
    "Invite",
    "Meeting",
    "Mentorship",
    "Notification",
    "Organisation",
    "Pace",
    "Person",
    "QuestionnaireVersion",
    "RoleGrant",
    "Vacation",
    "Wave",
    "WaveQuestionnaire",
]
