--------------------------------- MODULE Slide ---------------------------------
(* A sliding-block puzzle: a board is a set of pieces, a piece a set of squares. *)
EXTENDS Integers, FiniteSets
VARIABLE board
W == 3
H == 3
Square == (0..W - 1) \X (0..H - 1)
Start == {{<<0, 0>>, <<1, 0>>}, {<<2, 0>>, <<2, 1>>}, {<<0, 1>>}, {<<1, 1>>}, {<<0, 2>>}}
Init == board = Start
Dirs == {<<1, 0>>, <<-1, 0>>, <<0, 1>>, <<0, -1>>}
Shift(piece, d) == {<<s[1] + d[1], s[2] + d[2]>> : s \in piece}
Free == Square \ UNION board
Move(piece, d) == LET moved == Shift(piece, d) IN
                  /\ moved \subseteq Free \cup piece
                  /\ board' = (board \ {piece}) \cup {moved}
Next == \E piece \in board, d \in Dirs : Move(piece, d)
Spec == Init /\ [][Next]_board
Whole == Cardinality(UNION board) = 7
Unsolved == {<<1, 2>>, <<2, 2>>} \notin board
================================================================================
