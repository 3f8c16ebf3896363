-------------------------------- MODULE HTML --------------------------------
(* Pages that show states: strings, put together from parts.                 *)
LOCAL INSTANCE Sequences
LOCAL INSTANCE SequencesExt

(* The text with the first of each pair in args replaced by the second. *)
StringFill(text, args) ==
  FoldLeft(LAMBDA filled, pair : ReplaceFirstSubSeq(pair[2], pair[1], filled), text, args)

(* The strings one after the other, with the separator between them. *)
StringSeqToString(strings, separator) ==
  FoldLeft(LAMBDA done, next : IF done = "" THEN next ELSE done \o separator \o next,
           "", strings)

LOCAL Lines(strings) == StringSeqToString(strings, "\n")

HTMLAttribute(name, value) == name \o ": " \o value \o ";"

HTMLClass(name, attributes) == Lines(<<name \o " {", Lines(attributes), "}">>)

HTMLDefaultStyle ==
  Lines(<<HTMLClass(".default_grid", <<HTMLAttribute("display", "grid")>>),
          HTMLClass(".default_box", <<HTMLAttribute("border", "1px solid black")>>),
          HTMLClass(".default_circle", <<HTMLAttribute("border-radius", "50%")>>)>>)

HTMLStyleSheet(classes) ==
  Lines(<<"<style type=\"text/css\">", HTMLDefaultStyle, Lines(classes), "</style>">>)

HTMLScriptFile(name) == "<script src=\"" \o name \o "\"></script>"

HTMLScript(children) == Lines(<<"<script>", Lines(children), "</script>">>)

HTMLLink(name, type) == "<link href=\"" \o name \o "\" rel=\"" \o type \o "\"/>"

HTMLHeader(title, links, classes) ==
  Lines(<<"<head>", "<meta charset=\"UTF-8\">", "<title>" \o title \o "</title>",
          Lines(links), HTMLStyleSheet(classes), "</head>">>)

HTMLBody(body) == Lines(<<"<body>", body, "</body>">>)

HTMLDocument(header, body, scripts) ==
  Lines(<<"<!DOCTYPE html>", "<html>", header, body, Lines(scripts), "</html>">>)

HTMLFrame(id, children) ==
  Lines(<<"<div id=\"" \o id \o "\">", Lines(children), "</div>">>)

LOCAL Division(id, class, classes, style, children) ==
  Lines(<<"<div id=\"" \o id \o "\" class=\"" \o class \o " "
            \o StringSeqToString(classes, " ") \o "\"" \o style \o ">",
          Lines(children), "</div>">>)

HTMLGridContainer(id, classes, children) ==
  Division(id, "default_grid", classes, "", children)

HTMLBox(id, classes, size, children) ==
  Division(id, "default_box", classes, " style=\"" \o size \o "\"", children)

HTMLCircle(id, classes, size, children) ==
  HTMLBox(id, <<"default_circle">> \o classes, size, children)

HTMLText(id, text) == Lines(<<"<span id=\"" \o id \o "\">", text, "</span>">>)

HTMLSVG(id, viewBox, size, svg) ==
  Lines(<<"<svg id=\"" \o id \o "\" viewBox=\"" \o viewBox \o "\" style=\"" \o size \o "\">",
          svg, "</svg>">>)

HTMLSize(width, height) ==
  HTMLAttribute("width", width) \o " " \o HTMLAttribute("height", height)

HTMLNewLine == "<br>"

HTMLFlexCenterAttributes ==
  Lines(<<HTMLAttribute("display", "flex"), HTMLAttribute("align-items", "center"),
          HTMLAttribute("justify-content", "center")>>)

HTMLJSLineElems(from, to) ==
  "document.getElementById(\"" \o from \o "\"), document.getElementById(\"" \o to \o "\")"

LOCAL ScriptLine(from, to, color, size, gap, dash) ==
  "new LeaderLine(" \o HTMLJSLineElems(from, to) \o gap \o "{color: '" \o color
    \o "', size: " \o size \o dash \o "})"

HTMLJSLine(from, to, color, size) == ScriptLine(from, to, color, size, ", ", "")

HTMLJSLineDash(from, to, color, size) == ScriptLine(from, to, color, size, ",  ", ", dash: true")

HTMLJSKeyListener(events) ==
  Lines(<<"window.onkeyup = function(event) {", "let key = event.key.toUpperCase();",
          Lines(events), "}">>)

HTMLJSNavigationKey(key, file) ==
  Lines(<<"if(key == '" \o key \o "'){", "window.location.replace(\"" \o file \o "\");", "}">>)
=============================================================================
