"""Let the database itself refuse to change what is sealed."""

from django.db import migrations

from hoshin.apps.accounts.staying import refusals, refuse

CLAIM = "a sealed claim cannot be changed or removed: supersede it"
SCOPE = "scope, start and end of an initiative with a sealed claim cannot change"
GONE = "an initiative with a sealed claim cannot be removed"
HAS_CLAIM = "EXISTS (SELECT 1 FROM portfolios_claim WHERE initiative_id = {row}.{key})"
FIXED = ("slug", "desk", "dimension", "start")
# An open end can be set once: somebody stopped the initiative.
END = 'OLD."end" IS NOT NULL AND OLD."end" IS {distinct} NEW."end"'


def _fixed(distinct):
    old, new = (", ".join(f"{row}.{name}" for name in FIXED) for row in ("OLD", "NEW"))
    return f"(({old}) IS {distinct} ({new}) OR ({END.format(distinct=distinct)}))"


_OLD, _NEW = HAS_CLAIM.format(row="OLD", key="id"), HAS_CLAIM.format(row="NEW", key="id")
# INSERT OR REPLACE removes a row without telling the trigger of its removal, so the triggers of insertion look as well.
_TAKEN = (
    "EXISTS (SELECT 1 FROM portfolios_claim WHERE id = NEW.id OR seal = NEW.seal OR supersedes_id = NEW.supersedes_id)"
)
SQLITE = {
    "claim_is_sealed_update": ("UPDATE", "portfolios_claim", "", CLAIM),
    "claim_is_sealed_delete": ("DELETE", "portfolios_claim", "", CLAIM),
    "claim_is_sealed_insert": ("INSERT", "portfolios_claim", _TAKEN, CLAIM),
    "initiative_is_sealed_update": ("UPDATE", "portfolios_initiative", f"{_fixed('NOT')} AND {_OLD}", SCOPE),
    "initiative_is_sealed_delete": ("DELETE", "portfolios_initiative", _OLD, GONE),
    "initiative_is_sealed_insert": ("INSERT", "portfolios_initiative", _NEW, GONE),
    **{
        f"scope_is_sealed_{event.lower()}_{row.lower()}": (
            event,
            "portfolios_initiativevalue",
            HAS_CLAIM.format(row=row, key="initiative_id"),
            SCOPE,
        )
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    },
}


_OLD_SCOPE, _NEW_SCOPE = (HAS_CLAIM.format(row=row, key="initiative_id") for row in ("OLD", "NEW"))
_CHANGED = f"{_fixed('DISTINCT FROM')} AND {_OLD}"
POSTGRESQL = {
    "claim_is_sealed": ("UPDATE OR DELETE", "portfolios_claim", f"RAISE EXCEPTION '{CLAIM}';"),
    "initiative_is_sealed_update": ("UPDATE", "portfolios_initiative", refuse(_CHANGED, SCOPE, "NEW")),
    "initiative_is_sealed_delete": ("DELETE", "portfolios_initiative", refuse(_OLD, GONE, "OLD")),
    "scope_is_sealed_insert": ("INSERT", "portfolios_initiativevalue", refuse(_NEW_SCOPE, SCOPE, "NEW")),
    "scope_is_sealed_update": (
        "UPDATE",
        "portfolios_initiativevalue",
        refuse(f"{_OLD_SCOPE} OR {_NEW_SCOPE}", SCOPE, "NEW"),
    ),
    "scope_is_sealed_delete": ("DELETE", "portfolios_initiativevalue", refuse(_OLD_SCOPE, SCOPE, "OLD")),
}


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0001_initial")]
    operations = [refusals(SQLITE, POSTGRESQL)]
