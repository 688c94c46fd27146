"""themes of open answers: what was corrected, and themes of one's own"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

CODE = "code ~ '^[a-z_]+(-[0-9]+)?$'"
ROLES = ('mentor', 'mentee', 'curator', 'municipal_coordinator', 'head', 'psychologist', 'council_member')


def upgrade() -> None:
    op.create_table(
        'theme_corrections',
        *_place(),
        sa.Column('role', sa.Enum(*ROLES, name='role', native_enum=False, create_constraint=True, length=32), nullable=False),
        sa.Column('item', sa.String(length=12), nullable=False),
        sa.Column('answer', sa.String(length=64), nullable=False),
        sa.Column('themes', postgresql.JSONB(), nullable=False),
        *_keys('theme_corrections', 'role', 'item', 'answer'),
    )
    op.create_table(
        'own_themes',
        *_place(),
        sa.Column('key', sa.String(length=4), nullable=False),
        sa.Column('name', sa.String(length=40), nullable=False),
        *_keys('own_themes', 'key'),
    )


def _place() -> list[sa.Column]:
    return [
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('whole', sa.Boolean(), nullable=False),
        sa.Column('academic_year', sa.SmallInteger(), nullable=False),
        sa.Column('code', sa.String(length=40), nullable=False),
    ]


def _keys(table: str, *columns: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f(f'fk_{table}_organisation_id')),
        sa.CheckConstraint(CODE, name=op.f(f'ck_{table}_code')),
        sa.UniqueConstraint('organisation_id', 'whole', 'academic_year', 'code', *columns, name=op.f(f'uq_{table}_{columns[-1]}')),
    ]


def downgrade() -> None:
    op.drop_table('own_themes')
    op.drop_table('theme_corrections')
