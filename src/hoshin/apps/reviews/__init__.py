"""Forums and their reviews: agendas, decisions, commitments, minutes, and where things stand by rule."""
