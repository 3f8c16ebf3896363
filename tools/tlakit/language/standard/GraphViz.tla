------------------------------ MODULE GraphViz ------------------------------
(* Directed graphs of module Graphs as text for the program dot; VL and EL   *)
(* give the labels of nodes and edges.                                       *)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE SequencesExt
LOCAL INSTANCE TLC

LOCAL Line(from, label) == from \o " [label=" \o ToString(label) \o "];\n"

DotDiGraph(G, VL(_), EL(_)) ==
  LET Id(n) == ToString(ToString(n))
      nodes == SetToSeq({Line(Id(n), VL(n)) : n \in G.node})
      edges == SetToSeq({Line(Id(e[1]) \o " -> " \o Id(e[2]), EL(e)) : e \in G.edge})
  IN "digraph MyGraph {\n" \o FlattenSeq(<<"">> \o nodes \o edges) \o "}"
=============================================================================
