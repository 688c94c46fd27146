"""files of results that are made in the background"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

STATES = ('waiting', 'running', 'done', 'failed', 'cancelled')


def upgrade() -> None:
    op.create_table(
        'exports',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('act', sa.String(length=20), nullable=False),
        sa.Column('academic_year', sa.SmallInteger(), nullable=False),
        sa.Column('code', sa.String(length=40), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('whole', sa.Boolean(), nullable=False),
        sa.Column('state', sa.Enum(*STATES, name='state', native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column('messages', postgresql.JSONB(), nullable=False),
        sa.Column('done', sa.SmallInteger(), nullable=False),
        sa.Column('parts', sa.SmallInteger(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('epoch', sa.Integer(), nullable=False),
        sa.Column('attempts', sa.SmallInteger(), nullable=False),
        sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'running') = (lease_until is not null)", name=op.f('ck_exports_lease')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_exports')),
        sa.ForeignKeyConstraint(['account_id'], ['accounts.id'], name=op.f('fk_exports_account_id')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_exports_organisation_id')),
    )
    op.create_index('uq_exports_live', 'exports', ['account_id'], unique=True, postgresql_where=sa.text("state in ('waiting', 'running')"))


def downgrade() -> None:
    op.drop_table('exports')
