------------------------------- MODULE TLCExt -------------------------------
(* More operators for specifications that are run.  Where the body is        *)
(* Native, only a checker can say what the value is.                         *)
LOCAL Native == CHOOSE value : TRUE

(* a = b, which prints both if they are not equal. *)
AssertEq(a, b) == a = b

(* Whether evaluating the expression fails, with that message. *)
AssertError(message, expression) == Native

(* The register's value, or another if nothing was put in it. *)
TLCGetOrDefault(register, otherwise) == Native

(* The same, after putting Op(it, value) in the register. *)
TLCGetAndSet(register, Op(_, _), value, otherwise) == Native

(* The behaviour up to the current state, a sequence of records. *)
Trace == Native

(* For a POSTCONDITION: the states and steps of the counterexample, and its  *)
(* states as a sequence.                                                     *)
CounterExample == Native
ToTrace(counterexample) == Native

(* The model value of that name. *)
TLCModelValue(name) == Native

(* Evaluated later, or never. *)
TLCDefer(expression) == TRUE

TLCNoOp(value) == value

(* Where a person picks the next state by hand; nobody does here. *)
PickSuccessor(expression) == TRUE

TLCCache(expression, closure) == expression

(* Some number that depends on the value. *)
TLCFP(value) == Native

TLCEvalDefinition(name) == Native
=============================================================================
