"""what administrators are told, and what is forgotten"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

STUCK = "state in ('held', 'unknown', 'dead')"
OLD_REPLIES = "kind = 'reply' and state in ('sent', 'unreachable', 'cancelled', 'expired')"


def upgrade() -> None:
    for table in ('inbox', 'notifications'):
        op.add_column(table, sa.Column('told_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_inbox_dead', 'inbox', ['id'], postgresql_where=sa.text("state = 'dead'"))
    op.create_index('ix_notifications_stuck', 'notifications', ['state', 'id'], postgresql_where=sa.text(STUCK))
    op.create_index(
        'ix_notifications_old_replies', 'notifications', ['created_at'], postgresql_where=sa.text(OLD_REPLIES)
    )


def downgrade() -> None:
    for table, name in (
        ('notifications', 'ix_notifications_old_replies'),
        ('notifications', 'ix_notifications_stuck'),
        ('inbox', 'ix_inbox_dead'),
    ):
        op.drop_index(name, table_name=table)
    for table in ('notifications', 'inbox'):
        op.drop_column(table, 'told_at')
