"""A conversation in, screens out. `conversations.py` is the map."""
