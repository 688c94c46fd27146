"""Errors that a person made and can mend; everything else is a bug and is logged."""


class UserError(Exception):
    """A refusal meant for the person: a Fluent key and its arguments, shown in their language.

    Raising it rolls the whole update back; the person reads the words of `key`.
    """

    def __init__(self, key: str, **args: object) -> None:
        super().__init__(key)
        self.key = key
        self.args_ = args


class NotFound(UserError):
    """Somebody else's, or gone: a forged or stale id looks the same as a missing one."""

    def __init__(self, key: str = "error-not-found", **args: object) -> None:
        super().__init__(key, **args)
