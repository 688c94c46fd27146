"""The closed lists of the programme (domain glossary), stored as text."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    REGION = "region"
    MUNICIPALITY = "municipality"
    SCHOOL = "school"


class Role(StrEnum):
    MENTOR = "mentor"
    MENTEE = "mentee"
    CURATOR = "curator"
    MUNICIPAL_COORDINATOR = "municipal_coordinator"
    HEAD = "head"
    PSYCHOLOGIST = "psychologist"
    COUNCIL_MEMBER = "council_member"


class MentorRank(StrEnum):
    LEAD = "lead"
    SENIOR = "senior"
    SPECIALIST = "specialist"


class MentorshipForm(StrEnum):
    TEACHER_TEACHER = "teacher_teacher"
    HEAD_TEACHER = "head_teacher"
    EMPLOYER_STUDENT = "employer_student"
    UNIVERSITY_TEACHER = "university_teacher"
    PARTNER_TEACHER = "partner_teacher"


class MentorshipKind(StrEnum):
    VIRTUAL = "virtual"
    GROUP = "group"
    SHORT_GOAL = "short_goal"
    REVERSE = "reverse"
    SITUATIONAL = "situational"
    SPEED = "speed"
    TRADITIONAL = "traditional"


class WorkArea(StrEnum):
    YOUNG_SPECIALIST = "young_specialist"
    NEW_ORGANISATION = "new_organisation"
    NEW_POSITION = "new_position"
    AFTER_ATTESTATION = "after_attestation"
    NEW_TECHNOLOGY = "new_technology"
    EXCHANGE = "exchange"


class MentorshipStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    ENDED_EARLY = "ended_early"


class AccountStatus(StrEnum):
    """A person without an account has never started the bot."""

    ACTIVE = "active"
    BLOCKED = "blocked"
    GONE = "gone"


class ConsentKind(StrEnum):
    PERSONAL_DATA = "personal_data"


class MeetingStatus(StrEnum):
    PLANNED = "planned"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    CANCELLED = "cancelled"


class MeetingFormat(StrEnum):
    IN_PERSON = "in_person"
    ONLINE = "online"
    LESSON_VISIT = "lesson_visit"


class WaveCode(StrEnum):
    """What is asked in a wave. A wave's code is one of these, with a number behind it where
    there are several in a school year: `check-2`, `own-17` (the own questionnaire's id)."""

    INTRO = "intro"
    GROWTH_START = "growth_start"
    CHECK = "check"
    DEFICITS = "deficits"
    INTERIM = "interim"
    FINAL = "final"
    DEFICITS_AGAIN = "deficits_again"
    GROWTH = "growth"
    CURATOR = "curator"
    OWN = "own"

    @classmethod
    def of(cls, code: str) -> "WaveCode":
        """ValueError for what is no code of a wave."""
        return cls(code.partition("-")[0])


class Missing(StrEnum):
    """Why an answered question has no value; never counted as zero."""

    HARD_TO_SAY = "hard_to_say"
    SKIPPED = "skipped"


class NotificationState(StrEnum):
    """`leased`: taken by a sender, not sent yet. `dispatching`: may be under way right now.

    `held` waits for a human (after a restore). `unknown`: nobody can say whether it arrived.
    """

    PENDING = "pending"
    LEASED = "leased"
    DISPATCHING = "dispatching"
    HELD = "held"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    DEAD = "dead"


class InboxState(StrEnum):
    PENDING = "pending"
    DONE = "done"
    DEAD = "dead"


class ExportState(StrEnum):
    """`waiting` for a process that makes it; `running` is made now."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
