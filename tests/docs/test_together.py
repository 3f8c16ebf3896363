"""The table of features that go together is what the reference takes, and says so of each two."""

from __future__ import annotations

from spec_docs.together import CHOICES, together_page


def together() -> set[frozenset[str]]:
    """The pairs of which the page says yes."""
    header, _, *rows = (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in together_page("").splitlines()
        if line.startswith("|")
    )
    assert header[1:] == [row[0] for row in rows] == list(CHOICES)
    return {
        frozenset({row[0], other})
        for row in rows
        for other, said in zip(header[1:], row[1:], strict=True)
        if said == "yes"
    }


def test_all_features_go_together_and_each_variant_with_what_its_module_extends() -> None:
    features = list(CHOICES)[:5]
    expected = {frozenset({one, other}) for one in features for other in features}
    expected |= {frozenset({name}) for name in CHOICES}
    expected |= {
        frozenset({"elections", "asynchronous writes"}),
        frozenset({"elections", "in force once applied"}),
        frozenset({"membership", "in force once applied"}),
    }
    assert together() == expected
