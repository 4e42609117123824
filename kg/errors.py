"""Errors meant for people: one line that says what is wrong, where, and how to mend it."""


class NoteweaveError(Exception):
    """Something the user can mend.

    `message` is one line without a trailing full stop; the command line prints it after `error: ` and
    ends with exit code 1.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
