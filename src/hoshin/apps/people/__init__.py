"""Goals of teams and people, check-ins, evaluation cycles, recognition, and what is kept of a person."""
