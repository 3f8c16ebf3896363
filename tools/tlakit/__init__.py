"""A toolchain for TLA+: language, semantics, exploration, bounded checks, rendering."""
