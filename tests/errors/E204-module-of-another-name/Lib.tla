---- MODULE Library ----
Zero == 0
====
