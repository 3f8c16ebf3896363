-------------------------- MODULE UndirectedGraphs --------------------------
(* Graphs whose edges are sets of one or two nodes.                          *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE SequencesExt

IsUndirectedGraph(G) ==
  /\ G = [node |-> G.node, edge |-> G.edge]
  /\ \A e \in G.edge : \E a, b \in G.node : e = {a, b}

IsLoopFreeUndirectedGraph(G) ==
  IsUndirectedGraph(G) /\ \A e \in G.edge : Cardinality(e) = 2

UndirectedSubgraph(G) ==
  {H \in [node : SUBSET G.node, edge : SUBSET G.edge] : IsUndirectedGraph(H)}

(* All graphs with these nodes. *)
UndirectedGraphs(S) == [node : {S}, edge : SUBSET {{a, b} : a, b \in S}]

LOCAL IsPath(p, G) ==
  p # <<>> /\ \A i \in 1..(Len(p) - 1) : {p[i], p[i + 1]} \in G.edge

Path(G) == {p \in Seq(G.node) : IsPath(p, G)}

SimplePath(G) == {p \in SetToAllKPermutations(G.node) : IsPath(p, G)}

AreConnectedIn(m, n, G) ==
  \E p \in SimplePath(G) : p[1] = m /\ p[Len(p)] = n

(* The nodes that can be reached from a node. *)
LOCAL Around(n, G) ==
  LET RECURSIVE Grown(_)
      Grown(S) ==
        LET more == S \cup {m \in G.node : \E s \in S : {s, m} \in G.edge}
        IN IF more = S THEN S ELSE Grown(more)
  IN Grown({n})

ConnectedComponents(G) == {Around(n, G) : n \in G.node}

IsStronglyConnected(G) == ConnectedComponents(G) = {G.node}
=============================================================================
