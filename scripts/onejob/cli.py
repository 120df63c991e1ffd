"""The one way in for whoever installed the wheel: `onejob <command>`."""
