"""Settings, addresses, navigation, base templates, system checks and the command line."""
