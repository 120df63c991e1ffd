"""onejob: every layer has one job."""
