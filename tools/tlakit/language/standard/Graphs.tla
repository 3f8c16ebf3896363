------------------------------- MODULE Graphs -------------------------------
(* Directed graphs: records of a set of nodes and a set of edges, pairs of   *)
(* nodes.  An undirected graph has each edge in both directions.             *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE FiniteSets
LOCAL INSTANCE SequencesExt
LOCAL INSTANCE Relation

IsDirectedGraph(G) ==
  /\ G = [node |-> G.node, edge |-> G.edge]
  /\ G.edge \subseteq G.node \X G.node

DirectedSubgraph(G) ==
  {H \in [node : SUBSET G.node, edge : SUBSET G.edge] : IsDirectedGraph(H)}

Transpose(G) == [node |-> G.node, edge |-> {<<e[2], e[1]>> : e \in G.edge}]

IsUndirectedGraph(G) ==
  IsDirectedGraph(G) /\ \A e \in G.edge : <<e[2], e[1]>> \in G.edge

UndirectedSubgraph(G) == {H \in DirectedSubgraph(G) : IsUndirectedGraph(H)}

(* A path has at least one node; a simple one has no node twice. *)
LOCAL IsPath(p, G) ==
  p # <<>> /\ \A i \in 1..(Len(p) - 1) : <<p[i], p[i + 1]>> \in G.edge

Path(G) == {p \in Seq(G.node) : IsPath(p, G)}

SimplePath(G) == {p \in SetToAllKPermutations(G.node) : IsPath(p, G)}

(* For every two nodes whether a path leads from the first to the second:    *)
(* over more and more nodes in between.                                      *)
ConnectionsIn(G) ==
  LET Over[N \in SUBSET G.node] ==
        IF N = {} THEN [m, n \in G.node |-> m = n \/ <<m, n>> \in G.edge]
        ELSE LET u == CHOOSE x \in N : TRUE
                 less == Over[N \ {u}]
             IN [m, n \in G.node |-> less[m, n] \/ (less[m, u] /\ less[u, n])]
  IN Over[G.node]

AreConnectedIn(m, n, G) ==
  \E p \in SimplePath(G) : p[1] = m /\ p[Len(p)] = n

IsStronglyConnected(G) == \A m, n \in G.node : ConnectionsIn(G)[m, n]

(* Every node leads to the root, and none in more than one way. *)
IsTreeWithRoot(G, r) ==
  /\ IsDirectedGraph(G)
  /\ \A e \in G.edge : e[1] # r /\ \A f \in G.edge : e[1] = f[1] => e = f
  /\ \A n \in G.node : ConnectionsIn(G)[n, r]

-----------------------------------------------------------------------------
(* Graphs from graphs, and all of them with these nodes. *)
EmptyGraph == [node |-> {}, edge |-> {}]

Graphs(S) == [node : {S}, edge : SUBSET (S \X S)]

GraphUnion(G, H) == [node |-> G.node \cup H.node, edge |-> G.edge \cup H.edge]

(* Every edge leads from one of the two sets to the other. *)
IsBipartiteWithPartitions(G, U, V) ==
  /\ U \cap V = {}
  /\ G.node \subseteq U \cup V
  /\ \A e \in G.edge : (e[1] \in U /\ e[2] \in V) \/ (e[1] \in V /\ e[2] \in U)

(* One step forwards and backwards, from a node or from any node of a set. *)
Successors(G, n) == {m \in G.node : <<n, m>> \in G.edge}
Predecessors(G, n) == {m \in G.node : <<m, n>> \in G.edge}

AllSuccessors(G, S) == UNION {Successors(G, n) : n \in S}
AllPredecessors(G, S) == UNION {Predecessors(G, n) : n \in S}

OutDegree(G, n) == Cardinality(Successors(G, n))
InDegree(G, n) == Cardinality(Predecessors(G, n))

Roots(G) == {n \in G.node : Predecessors(G, n) = {}}
Leaves(G) == {n \in G.node : Successors(G, n) = {}}

(* One step or more: n is among its own if it is on a cycle. *)
LOCAL Reach(G) == TransitiveClosure([x, y \in G.node |-> <<x, y>> \in G.edge], G.node)

Descendants(G, n) == {m \in G.node : Reach(G)[n, m]}
Ancestors(G, n) == {m \in G.node : Reach(G)[m, n]}

HasCycle(G) == \E n \in G.node : n \in Descendants(G, n)

IsDag(G) == IsDirectedGraph(G) /\ ~HasCycle(G)
=============================================================================
