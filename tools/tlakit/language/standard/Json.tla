-------------------------------- MODULE Json --------------------------------
(* Values as JSON text.  Sequences and sets are arrays, records and other    *)
(* functions objects; what is read gives sequences and records.  The file's  *)
(* name comes first, and the writing operators take a sequence: the first    *)
(* pair as one array, the nd pair with a value a line.  Where the body is    *)
(* Native, only a checker can say what the value is.                         *)
LOCAL Native == CHOOSE value : TRUE

ToJson(value) == Native
ToJsonArray(value) == Native
ToJsonObject(value) == Native

JsonSerialize(file, values) == Native
JsonDeserialize(file) == Native

ndJsonSerialize(file, values) == Native
ndJsonDeserialize(file) == Native
=============================================================================
