"""Real coding-agent clients, offline, against a scripted model server."""
