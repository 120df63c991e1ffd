"""Cases, arms, agents, recordings, graders, statistics and the report."""
