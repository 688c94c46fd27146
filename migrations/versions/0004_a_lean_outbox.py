"""a lean outbox: what makes planning a hundred thousand messages slow"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

LIVE = "state in ('pending', 'leased', 'dispatching')"

KEEP = """
create function keep_accounts_with_messages() returns trigger language plpgsql as $$
begin
    if exists (select from notifications where account_id = old.id) then
        raise foreign_key_violation using message = 'the account has messages';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$
"""
TRIGGER = """
create trigger keep_accounts_with_messages before delete or update of id on accounts
for each row execute function keep_accounts_with_messages()
"""


def upgrade() -> None:
    op.drop_constraint(op.f('fk_notifications_account_id'), 'notifications')
    op.execute(KEEP)
    op.execute(TRIGGER)
    op.drop_index(op.f('ix_notifications_account_id'), table_name='notifications')
    op.drop_index('ix_notifications_account_live', table_name='notifications')
    op.create_index('ix_notifications_account', 'notifications', ['account_id', 'state'])
    op.alter_column('notifications', 'dedupe_key', type_=sa.String(120, collation='C'))


def downgrade() -> None:
    op.alter_column('notifications', 'dedupe_key', type_=sa.String(120, collation='default'))
    op.drop_index('ix_notifications_account', table_name='notifications')
    op.create_index('ix_notifications_account_live', 'notifications', ['account_id'], postgresql_where=sa.text(LIVE))
    op.create_index(op.f('ix_notifications_account_id'), 'notifications', ['account_id'])
    op.execute('drop trigger keep_accounts_with_messages on accounts')
    op.execute('drop function keep_accounts_with_messages')
    op.create_foreign_key(op.f('fk_notifications_account_id'), 'notifications', 'accounts', ['account_id'], ['id'])
