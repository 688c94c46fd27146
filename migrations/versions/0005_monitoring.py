"""monitoring: more rounds, a calendar, absences, own questionnaires, decisions"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

CODE = "code ~ '^[a-z_]+(-[0-9]+)?$'"
CODES = "code in ('intro', 'interim', 'final')"


def upgrade() -> None:
    _rounds()
    _people()
    op.create_table(
        'calendar_entries',
        *_round(),
        sa.Column('opens_on', sa.Date(), nullable=True),
        sa.Column('closes_on', sa.Date(), nullable=True),
        sa.CheckConstraint('opens_on <= closes_on', name=op.f('ck_calendar_entries_order')),
        sa.CheckConstraint('num_nonnulls(opens_on, closes_on) in (0, 2)', name=op.f('ck_calendar_entries_both_days')),
        *_keys('calendar_entries'),
        sa.UniqueConstraint('organisation_id', 'academic_year', 'code', name=op.f('uq_calendar_entries_organisation_id_academic_year_code')),
    )
    op.create_table(
        'decisions',
        *_round(),
        sa.Column('position', sa.SmallInteger(), nullable=False),
        sa.Column('choice', sa.String(length=40), nullable=True),
        sa.Column('body', sa.String(length=300), nullable=True),
        sa.Column('decided_by', sa.Integer(), nullable=False),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint('num_nonnulls(choice, body) = 1', name=op.f('ck_decisions_one_value')),
        sa.CheckConstraint('position between 1 and 3', name=op.f('ck_decisions_position')),
        sa.CheckConstraint(CODE, name=op.f('ck_decisions_code')),
        *_keys('decisions'),
        sa.ForeignKeyConstraint(['decided_by'], ['persons.id'], name=op.f('fk_decisions_decided_by')),
        sa.UniqueConstraint('organisation_id', 'academic_year', 'code', 'position', name=op.f('uq_decisions_organisation_id_academic_year_code_position')),
    )
    op.create_table(
        'own_questionnaires',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('title', sa.String(length=200), nullable=False),
        sa.Column('spec', postgresql.JSONB(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        *_keys('own_questionnaires'),
        sa.ForeignKeyConstraint(['author_id'], ['persons.id'], name=op.f('fk_own_questionnaires_author_id')),
    )
    op.create_index(op.f('ix_own_questionnaires_organisation_id'), 'own_questionnaires', ['organisation_id'])


def _round() -> list[sa.Column]:
    return [
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('academic_year', sa.SmallInteger(), nullable=False),
        sa.Column('code', sa.String(length=40), nullable=False),
    ]


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f(f'fk_{table}_organisation_id')),
    ]


def _rounds() -> None:
    op.drop_constraint(op.f('ck_waves_code'), 'waves')
    op.alter_column('waves', 'code', type_=sa.String(length=40))
    op.create_check_constraint(op.f('ck_waves_code'), 'waves', CODE)
    op.add_column('waves', sa.Column('title', sa.String(length=200), nullable=True))
    op.add_column('waves', sa.Column('opens_at', sa.Time(), nullable=True))
    op.add_column('waves', sa.Column('own_days', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('assignments', sa.Column('min_group', sa.SmallInteger(), server_default='5', nullable=False))
    op.add_column('assignments', sa.Column('seconds', sa.Integer(), server_default='0', nullable=False))
    op.add_column('assignments', sa.Column('touched_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('assignments', sa.Column('on_paper', sa.Boolean(), server_default=sa.false(), nullable=False))


def _people() -> None:
    op.add_column('persons', sa.Column('snoozed_until', sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        'absences',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.CheckConstraint('starts_on <= ends_on', name=op.f('ck_absences_order')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_absences')),
        sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_absences_person_id')),
        sa.UniqueConstraint('person_id', 'starts_on', name=op.f('uq_absences_person_id_starts_on')),
    )
    op.alter_column('help_requests', 'assignment_id', nullable=True)
    op.add_column('help_requests', sa.Column('answer_by', sa.DateTime(timezone=True), nullable=True))
    op.execute("update help_requests set answer_by = created_at + interval '3 days'")
    op.alter_column('help_requests', 'answer_by', nullable=False)
    op.add_column('help_requests', sa.Column('done_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('help_requests', 'done_at')
    op.drop_column('help_requests', 'answer_by')
    op.execute('delete from help_requests where assignment_id is null')
    op.alter_column('help_requests', 'assignment_id', nullable=False)
    for table in ('own_questionnaires', 'decisions', 'calendar_entries', 'absences'):
        op.drop_table(table)
    op.drop_column('persons', 'snoozed_until')
    for column in ('on_paper', 'touched_at', 'seconds', 'min_group'):
        op.drop_column('assignments', column)
    for column in ('own_days', 'opens_at', 'title'):
        op.drop_column('waves', column)
    op.drop_constraint(op.f('ck_waves_code'), 'waves')
    op.alter_column('waves', 'code', type_=sa.String(length=32))
    op.create_check_constraint(op.f('ck_waves_code'), 'waves', CODES)
