"""answers of closed waves, counted once"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

ROLES = ('mentor', 'mentee', 'curator', 'municipal_coordinator', 'head', 'psychologist', 'council_member')


def upgrade() -> None:
    """The schedule counts what is closed already."""
    op.create_table(
        'counted_waves',
        sa.Column('wave_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('rules', sa.SmallInteger(), nullable=False),
        sa.Column('state', sa.String(length=32), nullable=False),
        sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('wave_id', name=op.f('pk_counted_waves')),
        sa.ForeignKeyConstraint(['wave_id'], ['waves.id'], name=op.f('fk_counted_waves_wave_id'), ondelete='CASCADE'),
    )
    op.create_table(
        'answer_counts',
        sa.Column('wave_id', sa.Integer(), nullable=False),
        sa.Column('role', sa.Enum(*ROLES, name='role', native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column('item', sa.String(length=12), nullable=False),
        sa.Column('people', sa.Integer(), nullable=False),
        sa.Column('answers', sa.Integer(), nullable=False),
        sa.Column('given', postgresql.JSONB(), nullable=False),
        sa.Column('missing', postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint('wave_id', 'role', 'item', name=op.f('pk_answer_counts')),
        sa.ForeignKeyConstraint(['wave_id'], ['counted_waves.wave_id'], name=op.f('fk_answer_counts_wave_id'), ondelete='CASCADE'),
    )


def downgrade() -> None:
    op.drop_table('answer_counts')
    op.drop_table('counted_waves')
