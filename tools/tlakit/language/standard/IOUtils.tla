------------------------------ MODULE IOUtils ------------------------------
(* What is outside of a specification: the environment and text files.       *)
(* The operators that start programs are here to be named; whoever evaluates *)
(* one is told that programs are not started.                                *)
LOCAL Native == CHOOSE value : TRUE

(* The variables of the environment, as a record of strings. *)
IOEnv == Native

(* The number that a string is, and a number with zeros in front. *)
atoi(text) == Native
zeroPadN(number, width) == Native

(* Text files.  Options is a record with format "TXT", charset and, to       *)
(* write, openOptions; the value is a record with exitValue, stdout, stderr. *)
Serialize(value, file, options) == Native
Deserialize(file, options) == Native

(* Files of values in a checker's own form. *)
IOSerialize(value, file, compress) == Native
IODeserialize(file, compressed) == Native

IOExec(command) == Native
IOEnvExec(environment, command) == Native
IOExecTemplate(template, parameters) == Native
IOEnvExecTemplate(environment, template, parameters) == Native
============================================================================
