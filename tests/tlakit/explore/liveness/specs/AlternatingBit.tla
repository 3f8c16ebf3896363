---- MODULE AlternatingBit ----
(* The alternating bit protocol over channels that lose messages. *)
EXTENDS Naturals, Sequences
CONSTANTS Data, Cap
VARIABLES s, r, msgs, acks
vars == <<s, r, msgs, acks>>
Init == \E d \in Data : s = <<d, 1>> /\ r = <<d, 1>> /\ msgs = <<>> /\ acks = <<>>
Send == Len(msgs) < Cap /\ msgs' = Append(msgs, s) /\ UNCHANGED <<s, r, acks>>
New == s[2] = r[2] /\ s[2] # 9 /\ acks # <<>> /\ acks' = Tail(acks)
      /\ (IF Head(acks) = s[2] THEN \E d \in Data : s' = <<d, 1 - s[2]>> ELSE s' = s)
      /\ UNCHANGED <<r, msgs>>
DropAck == acks # <<>> /\ Head(acks) # s[2] /\ acks' = Tail(acks) /\ UNCHANGED <<s, r, msgs>>
Rcv == msgs # <<>> /\ msgs' = Tail(msgs)
      /\ r' = (IF Head(msgs)[2] # r[2] THEN Head(msgs) ELSE r) /\ UNCHANGED <<s, acks>>
Ack == Len(acks) < Cap /\ acks' = Append(acks, r[2]) /\ UNCHANGED <<s, r, msgs>>
Lose(q) == q # <<>>
LoseMsg == Lose(msgs)
      /\ \E i \in 1..Len(msgs) : msgs' = [j \in 1..(Len(msgs)-1) |-> IF j < i THEN msgs[j] ELSE msgs[j+1]] /\ UNCHANGED <<s, r, acks>>
LoseAck == Lose(acks)
      /\ \E i \in 1..Len(acks) : acks' = [j \in 1..(Len(acks)-1) |-> IF j < i THEN acks[j] ELSE acks[j+1]] /\ UNCHANGED <<s, r, msgs>>
Next == Send \/ New \/ DropAck \/ Rcv \/ Ack \/ LoseMsg \/ LoseAck
Spec == Init /\ [][Next]_vars
SFSpec == Spec /\ WF_vars(Send) /\ WF_vars(Ack) /\ SF_vars(Rcv) /\ SF_vars(New) /\ SF_vars(DropAck)
WFSpec == Spec /\ WF_vars(Send) /\ WF_vars(Ack) /\ WF_vars(Rcv) /\ WF_vars(New) /\ WF_vars(DropAck)
Delivered == \A v \in Data \X {0,1} : (s = v) ~> (r = v)
Again == []<><<New /\ s' # s>>_vars
====
