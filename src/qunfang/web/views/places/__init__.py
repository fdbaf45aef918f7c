"""Units and sites: one module a page."""
