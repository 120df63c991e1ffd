"""`onejob new`: a feature through all layers, with the example application as its template."""
