from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_attribution"
down_revision = "0001_first"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("attribution_ja", "attribution_en"):
        op.add_column("source", sa.Column(name, sa.Text, nullable=False, server_default=""))
