"""The words that rules ask with: handlers, sessions, protocols, tasks, ORM classes ..."""
