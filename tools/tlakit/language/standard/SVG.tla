--------------------------------- MODULE SVG ---------------------------------
(* Drawings of states.  An element is a record of its name, its attributes,  *)
(* a function from strings to strings, its children and the text in it.      *)
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE TLC
LOCAL Native == CHOOSE value : TRUE

SVGElem(name, attrs, children, innerText) ==
  [name |-> name, attrs |-> attrs, children |-> children, innerText |-> innerText]

(* An element without children; an attribute given by its place wins. *)
LOCAL Leaf(name, own, attrs, text) == SVGElem(name, own @@ attrs, <<>>, text)

Line(x1, y1, x2, y2, attrs) ==
  Leaf("line",
       [x1 |-> ToString(x1), y1 |-> ToString(y1), x2 |-> ToString(x2), y2 |-> ToString(y2)],
       attrs, "")

Circle(cx, cy, r, attrs) ==
  Leaf("circle", [cx |-> ToString(cx), cy |-> ToString(cy), r |-> ToString(r)], attrs, "")

Rect(x, y, w, h, attrs) ==
  Leaf("rect",
       [x |-> ToString(x), y |-> ToString(y), width |-> ToString(w), height |-> ToString(h)],
       attrs, "")

Text(x, y, text, attrs) == Leaf("text", [x |-> ToString(x), y |-> ToString(y)], attrs, text)

Image(x, y, width, height, href, attrs) ==
  Leaf("image",
       ("xlink:href" :> href) @@
         [x |-> ToString(x), y |-> ToString(y),
          width |-> ToString(width), height |-> ToString(height)],
       attrs, "")

Group(children, attrs) == SVGElem("g", attrs, children, "")

Svg(children, attrs) == SVGElem("svg", attrs, children, "")

(* A document that shows an element; its text, and a file of it, which only *)
(* a checker can write.                                                     *)
SVGDoc(children, vbX, vbY, vbW, vbH, attrs) ==
  Svg(<<children>>,
      ("xmlns:xlink" :> "http://www.w3.org/1999/xlink") @@
        [xmlns |-> "http://www.w3.org/2000/svg",
         viewBox |-> ToString(vbX) \o " " \o ToString(vbY) \o " "
                       \o ToString(vbW) \o " " \o ToString(vbH)] @@ attrs)

SVGElemToString(elem) == Native

SVGSerialize(svg, frameNamePrefix, frameNumber) == Native

(* Where node n of m stands on a circle. *)
NodeOfRingNetwork(cx, cy, r, n, m) == Native

(* Where the nodes of a graph stand; options is a record with algo. *)
NodesOfDirectedMultiGraph(nodes, edges, options) == Native

PointOnLine(from, to, segment) ==
  [x |-> from.x + (to.x - from.x) \div segment, y |-> from.y + (to.y - from.y) \div segment]
==============================================================================
