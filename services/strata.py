"""By what results may be cut besides schools and roles: form, tenure, area of work.

A stratum is named by its attribute and value, such as `form-head_teacher` or `tenure-0`. Whose
answers belong to which is settled when they are sent, once: a pair that is changed later would
group the same answers anew, and the difference of the two would be one person.
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Mentorship, Person
from models.enums import MentorshipForm, Role, WorkArea
from services.filled_in import UNDER_WAY

TENURES = {"tenure-0": 0, "tenure-4": 4, "tenure-11": 11, "tenure-21": 21}
"""By name the first full year of a band; young is who has worked up to three (domain, 3.5)."""

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "form": tuple(f"form-{one}" for one in MentorshipForm),
    "tenure": tuple(TENURES),
    "area": tuple(f"area-{one}" for one in WorkArea),
}
"""The strata of each attribute, in the order in which they are shown."""

STRATA = tuple(stratum for strata in ATTRIBUTES.values() for stratum in strata)

SIDES = {Role.MENTOR: Mentorship.mentor_id, Role.MENTEE: Mentorship.mentee_id}


async def of(session: AsyncSession, person_id: int, role: Role) -> list[str]:
    """Where somebody belongs today, in the order of STRATA. Who has pairs of several forms or
    areas belongs to none of them, nor does a tenure that is not known."""
    years = (await session.get_one(Person, person_id)).tenure_years
    found = set() if years is None else {_band(years)}
    if role in SIDES:
        mine = (SIDES[role] == person_id, Mentorship.status.in_(UNDER_WAY))
        pairs = await session.execute(select(Mentorship.form, Mentorship.work_area).where(*mine))
        for attribute, values in zip(("form", "area"), zip(*pairs, strict=True), strict=False):
            found |= {f"{attribute}-{one}" for one in values if len(set(values)) == 1}
    return [stratum for stratum in STRATA if stratum in found]


def _band(years: int) -> str:
    return [name for name, least in TENURES.items() if least <= years][-1]
