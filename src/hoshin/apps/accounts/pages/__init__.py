"""Pages of sign-in, people, teams, business units and the audit trail."""
