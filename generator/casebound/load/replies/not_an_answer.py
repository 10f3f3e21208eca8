"""Why a message is not a clean answer, and what to do."""

ANSWER_AGAIN = (
    "Ask the person to reply again, with the line APPROVE or REFUSE and the code at the top, and with nothing else."
)
WITHOUT_QUOTATION = (
    "Ask the person to reply again, and to delete everything but the line APPROVE or REFUSE with the code."
)
SAVE_THE_REPLY = "Save the reply itself from the mailbox, as an .eml file with all header lines."


class NotAnAnswer(Exception):
    """A message that is not a clean answer. The message completes the sentence “the message …”."""

    def __init__(self, reason: str, advice: str = ANSWER_AGAIN) -> None:
        super().__init__(reason)
        self.advice = advice
