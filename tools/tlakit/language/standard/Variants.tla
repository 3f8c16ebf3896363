------------------------------ MODULE Variants ------------------------------
(* Values that say what they are: a tag and a value.                         *)
Variant(tag, value) == [tag |-> tag, value |-> value]

UNIT == "U_OF_UNIT"

VariantTag(variant) == variant.tag

(* The values in S that have the tag. *)
VariantFilter(tag, S) == {v.value : v \in {w \in S : w.tag = tag}}

VariantMatch(tag, variant, Then(_), Else(_)) ==
  IF variant.tag = tag THEN Then(variant.value) ELSE Else(variant)

(* The value: an error, another value, or the value anyway if it has not the *)
(* tag.                                                                      *)
VariantGetOnly(tag, variant) == (CHOOSE v \in {variant} : v.tag = tag).value
VariantGetOrElse(tag, variant, otherwise) ==
  IF variant.tag = tag THEN variant.value ELSE otherwise
VariantGetUnsafe(tag, variant) == variant.value
=============================================================================
