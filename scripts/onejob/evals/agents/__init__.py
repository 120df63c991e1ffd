"""Programs that take a case prompt and leave a workspace; one module each, found by its name."""
