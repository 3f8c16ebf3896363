"""Members in messages: sets to the spec, lists on the wire."""

from tlakit.semantics import values as tla


def with_members(message: tla.Value) -> tla.Value:
    """A message in which the members that its entries make, and those in its snapshot, are sets."""
    assert isinstance(message, tla.RecordValue)
    fields = dict(message.fields)
    if isinstance(entries := fields.get("entries"), tla.TupleValue):
        fields["entries"] = _entries(entries)
    if isinstance(snapshot := fields.get("snapshot"), tla.RecordValue):
        state = snapshot.fields["state"]
        assert isinstance(state, tla.TupleValue)
        members = members_of(snapshot.fields["configuration"])
        fields["snapshot"] = tla.record_of(
            {**snapshot.fields, "configuration": members, "state": _entries(state)}
        )
    return tla.record_of(fields)


def members_of(configuration: tla.Value) -> tla.Value:
    """A configuration with sets in the place of lists."""
    assert isinstance(configuration, tla.RecordValue)
    sets = {}
    for name, ids in configuration.fields.items():
        assert isinstance(ids, tla.TupleValue)
        sets[name] = tla.set_of(ids.items)
    return tla.record_of(sets)


def _entries(entries: tla.TupleValue) -> tla.Value:
    return tla.tuple_of(_entry(entry) for entry in entries.items)


def _entry(entry: tla.Value) -> tla.Value:
    assert isinstance(entry, tla.RecordValue)
    if "configuration" not in entry.fields:
        return entry
    return tla.record_of(
        {**entry.fields, "configuration": members_of(entry.fields["configuration"])}
    )
