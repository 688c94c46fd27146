"""Reminders: `due` owes them at every tick, `reasons` looks again when they leave.

`meetings` and `surveys` find what is due, each as `parts`.
"""
