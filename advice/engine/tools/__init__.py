"""The small tools: one question each, answered by the same engine as a whole case.

Each module reads raw answers within the bounds of the assessment, raises CaseRefused with every
broken one by its field, and returns a frozen answer. Rules and terms are those in force on the day
asked.
"""
