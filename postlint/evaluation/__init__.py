"""Measuring rules on labelled posts: corpus, scores, thresholds, and how they are shown; imports linter, report.

`located_json` and `corpus` read, `scoring` counts, `thresholds` judge, `measure` lints, `text` and `contract` print.
"""
