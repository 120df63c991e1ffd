"""One check: analysing files, in several processes, from a cache, and judging what was found."""
