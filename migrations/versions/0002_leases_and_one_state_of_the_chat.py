"""leases, and one state of the chat"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

OLD = ('pending', 'dispatching', 'sent', 'unreachable', 'cancelled', 'expired', 'unknown', 'dead')
NEW = ('pending', 'leased', 'dispatching', 'held', *OLD[2:])


def upgrade() -> None:
    op.add_column('accounts', sa.Column('free_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('accounts', sa.Column('push_at', sa.DateTime(timezone=True), nullable=True))
    op.drop_column('accounts', 'paused_until')
    op.add_column('notifications', sa.Column('owner', sa.Integer(), nullable=True))
    op.add_column('pace', sa.Column('paused_until', sa.DateTime(timezone=True), nullable=True))
    op.add_column('pace', sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('pace', sa.Column('refused_account', sa.Integer(), nullable=True))
    _states(NEW, "(state in ('leased', 'dispatching')) = (lease_until is not null)")
    _indexes(['lane', 'due_at', 'id'], "state in ('pending', 'leased', 'dispatching')")
    op.create_index('ix_notifications_taken', 'notifications', ['lease_until'], postgresql_where=sa.text("state in ('leased', 'dispatching')"))


def downgrade() -> None:
    op.drop_index('ix_notifications_taken', table_name='notifications')
    op.execute("update notifications set state = 'pending', lease_until = null where state = 'leased'")
    op.execute("update notifications set state = 'unknown' where state = 'held'")
    _states(OLD, "state <> 'dispatching' or lease_until is not null")
    _indexes(['lane', 'id'], "state in ('pending', 'dispatching')")
    op.drop_column('pace', 'refused_account')
    op.drop_column('pace', 'refused_at')
    op.drop_column('pace', 'paused_until')
    op.drop_column('notifications', 'owner')
    op.add_column('accounts', sa.Column('paused_until', sa.DateTime(timezone=True), nullable=True))
    op.drop_column('accounts', 'push_at')
    op.drop_column('accounts', 'free_at')


def _states(states: tuple[str, ...], lease: str) -> None:
    op.drop_constraint(op.f('ck_notifications_state'), 'notifications')
    op.drop_constraint(op.f('ck_notifications_lease'), 'notifications')
    listed = ', '.join(f"'{state}'" for state in states)
    op.create_check_constraint(op.f('ck_notifications_state'), 'notifications', f'state in ({listed})')
    op.create_check_constraint(op.f('ck_notifications_lease'), 'notifications', lease)


def _indexes(order: list[str], live: str) -> None:
    for name, columns in (('live', order), ('account_live', ['account_id'])):
        op.drop_index(f'ix_notifications_{name}', table_name='notifications')
        op.create_index(f'ix_notifications_{name}', 'notifications', columns, postgresql_where=sa.text(live))
