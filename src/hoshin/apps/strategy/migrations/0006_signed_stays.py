"""Let the database itself keep what was proposed and signed in a catchball."""

from django.db import migrations

from hoshin.apps.accounts.staying import refusals, refuse, stays

KEPT = "what was proposed and signed cannot be changed or removed"
CLOSED = "a closed catchball, or a proposal that was answered, cannot be signed or changed any more"
BALL, PROPOSAL, SIGNATURE = "strategy_catchball", "strategy_proposal", "strategy_signature"


def is_closed(catchball: str) -> str:
    """Taken back, or a proposal of it has both signatures."""
    return (
        f"(EXISTS (SELECT 1 FROM {BALL} b WHERE b.id = {catchball} AND b.withdrawn_at IS NOT NULL) OR EXISTS "  # noqa: S608 our own names
        f"(SELECT 1 FROM {SIGNATURE} s JOIN {PROPOSAL} p ON p.id = s.proposal_id WHERE p.catchball_id = {catchball} "
        "GROUP BY p.id HAVING COUNT(*) > 1))"
    )


_OF_PROPOSAL = f"(SELECT catchball_id FROM {PROPOSAL} WHERE id = NEW.proposal_id)"  # noqa: S608 our own names
_LATER = (
    f"EXISTS (SELECT 1 FROM {PROPOSAL} p JOIN {PROPOSAL} l ON l.catchball_id = p.catchball_id AND l.number > p.number "  # noqa: S608 our own names
    "WHERE p.id = NEW.proposal_id)"
)
_UNSIGNABLE = f"{is_closed(_OF_PROPOSAL)} OR {_LATER}"
_MOVED = (
    "NEW.id <> OLD.id OR NEW.key_result_id <> OLD.key_result_id OR NEW.asking_id <> OLD.asking_id OR "
    "NEW.answering_id <> OLD.answering_id OR NEW.until <> OLD.until OR NEW.at <> OLD.at"
)
_CHANGED = f"{is_closed('OLD.id')} OR {_MOVED}"
SQLITE = {
    "catchball_stays_update": ("UPDATE", BALL, _CHANGED, KEPT),
    "catchball_stays_delete": ("DELETE", BALL, "", KEPT),
    "proposal_closed_insert": ("INSERT", PROPOSAL, is_closed("NEW.catchball_id"), CLOSED),
    "signature_closed_insert": ("INSERT", SIGNATURE, _UNSIGNABLE, CLOSED),
}
POSTGRESQL = {
    "catchball_stays_update": ("UPDATE", BALL, refuse(_CHANGED, KEPT, "NEW")),
    "catchball_stays_delete": ("DELETE", BALL, f"RAISE EXCEPTION '{KEPT}';"),
    "proposal_closed_insert": ("INSERT", PROPOSAL, refuse(is_closed("NEW.catchball_id"), CLOSED, "NEW")),
    "signature_closed_insert": ("INSERT", SIGNATURE, refuse(_UNSIGNABLE, CLOSED, "NEW")),
}


class Migration(migrations.Migration):
    dependencies = [("strategy", "0005_catchball")]
    operations = [
        stays("proposal_stays", KEPT, {"proposal_stays": PROPOSAL, "signature_stays": SIGNATURE}),
        refusals(SQLITE, POSTGRESQL),
    ]
