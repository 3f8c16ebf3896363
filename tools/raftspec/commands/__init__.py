"""One module a command; each composes the other packages and returns an exit status."""
