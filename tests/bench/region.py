"""A region whose schools have held the May round, with everybody's answers: set-based SQL only."""

import json
import re
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from models.enums import WaveCode
from services import catalogue
from services.catalogue import Item
from services.people import organisations_below
from services.questionnaires import freeze
from services.results import rounds
from services.results.rounds import Place
from tests.bench.stage import START, Stage, execute

YEAR, CODE = 2025, WaveCode.FINAL
DAYS = {"opens": date(2026, 5, 12), "closes": date(2026, 5, 29)}
PEOPLE_OF_A_SCHOOL, SCHOOLS_OF_A_TOWN = 100, 25
MENTORS = 0.4
"""The share of them: some have two mentees."""

ROLES = ("mentor", "mentee")
K = 5

ORGANISATIONS = """
with region as (
    insert into organisations (kind, name, name_key, timezone)
    values ('region', 'Область', 'область', 'Asia/Yekaterinburg') returning id
), towns as (
    insert into organisations (parent_id, kind, name, name_key, timezone)
    select id, 'municipality', 'Район ' || n, 'район ' || n, 'Asia/Yekaterinburg'
    from region, generate_series(0, (:schools - 1) / :per_town) n
    returning id
), numbered as (select id, row_number() over (order by id) - 1 as number from towns)
insert into organisations (parent_id, kind, name, name_key, timezone)
select t.id, 'school', 'Школа № ' || n, 'школа № ' || n, 'Asia/Yekaterinburg'
from generate_series(1, :schools) n join numbered t on t.number = (n - 1) / :per_town
"""

WAVES = """
insert into waves
    (organisation_id, academic_year, code, opens_on, closes_on, opened_at, closed_at)
select id, :year, :code, :opens, :closes, :opens, :closes
from organisations where kind = 'school'
"""

ASKED = """
insert into wave_questionnaires (wave_id, role, version_id)
select id, :role, :version from waves
"""

PEOPLE = """
insert into persons (organisation_id, full_name, name_key)
select id, named.who, named.who
from organisations, generate_series(1, :people) n,
    lateral (select case when n <= :mentors then 'mentor ' || n
        else 'mentee ' || n - :mentors end as who) named
where kind = 'school'
"""

MENTORSHIPS = """
insert into mentorships
    (organisation_id, mentor_id, mentee_id, form, kind, starts_on, ends_on, status)
select r.organisation_id, r.id, e.id, 'teacher_teacher', 'traditional', :opens, :closes, 'active'
from persons r
join persons e using (organisation_id)
where r.name_key like 'mentor %' and e.name_key like 'mentee %'
    and substr(r.name_key, 8)::int
        = (substr(e.name_key, 8)::int - 1) % :mentors + 1
"""

ASSIGNMENTS = """
insert into assignments
    (wave_id, person_id, role, created_at, started_at, submitted_at, strata)
select w.id, p.id, split_part(p.name_key, ' ', 1), :opens, :opens, :closes, jsonb_build_array(
    case when p.id % 9 = 0 then 'form-head_teacher' else 'form-teacher_teacher' end,
    case when p.id % 4 < 2 then 'tenure-0' when p.id % 4 = 2 then 'tenure-4' else 'tenure-11' end)
from waves w join persons p using (organisation_id)
"""

ANSWERS = """
with pairs as (
    select mentor_id as person_id, id,
        row_number() over (partition by mentor_id order by id) = 1 as first
    from mentorships
    union all
    select mentee_id, id, true from mentorships
)
insert into answers (assignment_id, item, mentorship_id, number, choices, body, missing)
select assignment, code, pair,
    case when given and kind = 'scale' then options[point]::int end,
    case when given and kind not in ('scale', 'text') then jsonb_build_array(options[point]) end,
    case when given and kind = 'text' then 'Помогли советы и встречи, № ' || assignment end,
    case when not given then way_out end
from (
    select a.id as assignment, i.*, case when i.of_pair then m.id end as pair,
        random() < i.often as given, random() < i.often as meant,
        1 + floor(sqrt(random()) * cardinality(i.options))::int as point
    from assignments a
    join pairs m using (person_id)
    join jsonb_to_recordset(cast(:items as jsonb)) as i(
        role text, code text, kind text, of_pair boolean, always boolean, options text[],
        often real, way_out text
    ) on i.role = a.role
    where i.of_pair or m.first
) as found
where always or meant
"""


async def make_region(on: Stage, people: int) -> None:
    """Everybody has answered; the texts are written by some."""
    schools = max(1, people // PEOPLE_OF_A_SCHOOL)
    each = people // schools
    sizes = {"schools": schools, "per_town": SCHOOLS_OF_A_TOWN, "people": each}
    sizes["mentors"] = max(1, int(MENTORS * each))
    specs = [catalogue.load()[f"{role}-{CODE}"] for role in ROLES]
    how = {"year": YEAR, "code": CODE, **DAYS, **sizes}
    async with on.sessions.begin() as session:
        # The rows fit together; to have each of two million checked takes most of the time.
        await session.execute(text("set local session_replication_role = replica"))
        await session.execute(text("select setseed(0.5)"))
        await run(session, ORGANISATIONS, how)
        await run(session, WAVES, how)
        for spec in specs:
            version = await freeze(session, spec, on.now() - timedelta(days=200))
            await run(session, ASKED, {"role": spec.role, "version": version.id})
        how["items"] = json.dumps(
            [asked(spec.role, item) for spec in specs for item in spec.items]
        )
        for statement in (PEOPLE, MENTORSHIPS, ASSIGNMENTS, ANSWERS):
            await run(session, statement, how)
    await execute(on.url, "vacuum analyze")


async def run(session: AsyncSession, statement: str, how: dict[str, Any]) -> None:
    """With those of the values that the statement names."""
    names = re.findall(r"(?<!:):(\w+)", statement)
    await session.execute(text(statement).bindparams(**{name: how[name] for name in names}))


def asked(role: str, item: Item) -> dict[str, Any]:
    """`often`: the share of people who give an answer there."""
    return {
        "role": role,
        "code": item.code,
        "kind": item.kind,
        "of_pair": item.scope == "pair",
        "always": item.only_if is None,
        "options": item.values,
        "often": 0.97 if item.closed else 0.25,
        "way_out": "hard_to_say" if item.closed else "skipped",
    }


async def whole(session: AsyncSession) -> tuple[frozenset[int], Place]:
    """What the region's curator may reach, and the round of the whole region."""
    region = await session.scalar(text("select id from organisations where kind = 'region'"))
    scope = frozenset(await organisations_below(session, [region]))
    found = await rounds.places_in(session, scope, YEAR, CODE, START)
    return scope, rounds.pick(found, region, True)
