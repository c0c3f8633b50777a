"""Let the database itself refuse to change or remove a line of the audit trail."""

from django.db import migrations

from hoshin.apps.accounts.staying import stays

REFUSAL = "the audit trail is only added to: its lines cannot be changed or removed"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_audit_chain")]
    operations = [
        stays(
            "audit_stays",
            REFUSAL,
            {"audit_line_stays": "accounts_auditline", "audit_change_stays": "accounts_auditchange"},
        )
    ]
