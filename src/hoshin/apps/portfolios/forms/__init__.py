"""Forms of initiatives, of who starts when, of claims, of rates, and of error checks."""
