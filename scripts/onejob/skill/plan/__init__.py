"""Plans: the form that planning-features writes and `onejob plan` checks."""
