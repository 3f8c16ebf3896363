"""The parts of the documentation that are generated from the project's own files at build time.

A page holds lines of the form `{{ generated: NAME ARGUMENT }}`; when Sphinx reads the page, each is
replaced by Markdown from the generator of that name (`pages.GENERATORS`). A generator that cannot
do its work raises `sphinx.errors.ExtensionError`, which ends the build: what the documentation states
is then no longer so.
"""
