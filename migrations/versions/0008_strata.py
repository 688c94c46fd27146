"""by what answers may be cut: settled when they are sent"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was sent before stays uncut: nobody knows any more how it stood then."""
    strata = sa.Column('strata', postgresql.JSONB(), server_default='[]', nullable=False)
    op.add_column('assignments', strata)


def downgrade() -> None:
    op.drop_column('assignments', 'strata')
