--------------------------------- MODULE CSV ---------------------------------
(* Tables as text files, a row a line.                                       *)
LOCAL Native == CHOOSE value : TRUE

(* Adds a row: the template with the values in place of %1$s, %2$s, ... *)
CSVWrite(template, values, file) == Native

(* Adds the values of a record, and before them its names if headers is TRUE. *)
CSVWriteRecord(record, delimiter, headers, file) == Native

(* The rows as records of strings, and how many there are: none and 0 if     *)
(* there is no such file.                                                    *)
CSVRead(columns, delimiter, file) == Native
CSVRecords(file) == Native
==============================================================================
