"""The canonical tables of service management and their rules. Pure: no file, network, clock or Django."""
