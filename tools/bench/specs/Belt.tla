--------------------------------- MODULE Belt ---------------------------------
(***************************************************************************)
(* Workshops in a row, each with a queue of work before it.  A piece is    *)
(* worked on and passed on, now and then spoilt and sent back to the       *)
(* start, or the two at the head of a queue change places.  Sequences all  *)
(* the way: Append, Head, Tail, and one rule that looks at a whole queue.  *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS Shops, Room, Pieces

VARIABLES
  queue,       \* queue[k]: what waits before shop k, at most Room pieces
  inHand,      \* inHand[k]: the piece that shop k works on, 0 for none
  done         \* the pieces that left the last shop, in order

vars == <<queue, inHand, done>>

Shop == 1..Shops

Init ==
  /\ queue = [k \in Shop |-> IF k = 1 THEN [n \in 1..Pieces |-> n] ELSE <<>>]
  /\ inHand = [k \in Shop |-> 0]
  /\ done = <<>>

Take(k) ==
  /\ inHand[k] = 0
  /\ queue[k] # <<>>
  /\ inHand' = [inHand EXCEPT ![k] = Head(queue[k])]
  /\ queue' = [queue EXCEPT ![k] = Tail(@)]
  /\ UNCHANGED done

Pass(k) ==
  /\ inHand[k] # 0
  /\ inHand' = [inHand EXCEPT ![k] = 0]
  /\ IF k = Shops
     THEN done' = Append(done, inHand[k]) /\ UNCHANGED queue
     ELSE /\ Len(queue[k + 1]) < Room
          /\ queue' = [queue EXCEPT ![k + 1] = Append(@, inHand[k])]
          /\ UNCHANGED done

Spoil(k) ==
  /\ k > 1
  /\ inHand[k] # 0
  /\ queue' = [queue EXCEPT ![1] = Append(@, inHand[k])]
  /\ inHand' = [inHand EXCEPT ![k] = 0]
  /\ UNCHANGED done

Swap(k) ==
  /\ Len(queue[k]) >= 2
  /\ queue[k][1] < queue[k][2]
  /\ queue' = [queue EXCEPT ![k] = <<@[2], @[1]>> \o SubSeq(@, 3, Len(@))]
  /\ UNCHANGED <<inHand, done>>

Next == \E k \in Shop : Take(k) \/ Pass(k) \/ Spoil(k) \/ Swap(k)

Spec == Init /\ [][Next]_vars

Everywhere == {inHand[k] : k \in Shop} \cup UNION {{queue[k][n] : n \in DOMAIN queue[k]} : k \in Shop}
                \cup {done[n] : n \in DOMAIN done}
NothingIsLost == 1..Pieces \subseteq Everywhere
===============================================================================
