"""The organisation, its teams and people, their roles, and the audit trail."""
