"""Control charts: signals told from noise. Pure."""
