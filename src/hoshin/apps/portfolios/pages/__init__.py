"""Pages of initiatives, of what is foreseen and sealed, of the effect ledger, and of error checks."""
