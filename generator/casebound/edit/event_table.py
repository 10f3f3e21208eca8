"""The events that one form describes, in the order of a case's life. A new event is a new row of a table."""

from casebound.edit.event_forms import EventForm
from casebound.edit.forms_after_filing import FORMS_AFTER_FILING
from casebound.edit.forms_before_filing import FORMS_BEFORE_FILING

FORMS: tuple[EventForm, ...] = (*FORMS_BEFORE_FILING, *FORMS_AFTER_FILING)
