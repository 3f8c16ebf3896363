------------------------------- MODULE Toolbox -------------------------------
(* The behaviour that is being looked at, as a sequence of records, and at   *)
(* which of its states.                                                      *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE TLC
LOCAL Native == CHOOSE value : TRUE

_TETrace == Native

_TEPosition ==
  IF TLCGet("level") >= Len(_TETrace) THEN Len(_TETrace) ELSE TLCGet("level") + 1
==============================================================================
