"""One module per `onejob eval` command: `arguments(parser)` and `run(options)`."""
