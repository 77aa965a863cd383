"""A form with what was typed into it, and with what only others changed meanwhile."""

from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT

from advice.admin.typed import as_posted, can_be_put, typed_rows
from advice.services.merging import aligned


class Merge:
    """What a browser would post of such a form, in `data`."""

    def __init__(self, three, data):
        self.three, self.data = three, data

    def take_fields(self, posted, shown):
        """Take over the fields that only others changed; their names. `shown` is what is stored."""
        taken = [
            name
            for name in posted.fields
            if can_be_put(posted, name) and self.three.only_they_changed(name)
        ]
        for name in taken:
            self.data.setlist(posted.add_prefix(name), as_posted(shown[name]))
        return taken

    def take_rows(self, kind, name, posted, shown):
        """Write the rows of a part anew: those that are stored first, with their ids."""
        rows = zip(posted.forms, typed_rows(kind, name, posted), strict=True)
        typed = [form for form, row in rows if row is not None]
        kept, anew = [], []
        for one in aligned(kind.part(name), name, self.three):
            own = None if one.typed_at is None else typed[one.typed_at]
            if one.stored_at is not None:
                kept.append(_stored_row(one.row, shown.initial_forms[one.stored_at], own))
            elif own is not None and one.row.typed != one.row.opened:
                anew.append(_typed_in(own) | {"id": [""]})
        self._write_rows(posted.prefix, [*kept, *anew], stored_count=len(kept))

    def _write_rows(self, prefix, rows, *, stored_count):
        for key in [key for key in self.data if _is_of_row(key, prefix)]:
            del self.data[key]
        self.data[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(len(rows))
        self.data[f"{prefix}-{INITIAL_FORM_COUNT}"] = str(stored_count)
        for place, row in enumerate(rows):
            for name, values in row.items():
                self.data.setlist(f"{prefix}-{place}-{name}", values)


def _is_of_row(key, prefix):
    place, _, name = key.removeprefix(f"{prefix}-").partition("-")
    return key.startswith(f"{prefix}-") and bool(name) and place.isdecimal()


def _stored_row(row, theirs, own):
    """What to post of a row that there is: as others left it, as it was typed, or to be deleted."""
    if own is None:
        deleted = {} if row.opened is None else {DELETION_FIELD_NAME: ["on"]}
        return _as_stored(theirs) | deleted
    told = _typed_in(own) | {"id": [str(theirs.instance.pk)]}
    taken = [name for name in theirs.fields if row.only_they_changed(name)]
    return told | {name: as_posted(theirs[name]) for name in taken}


def _as_stored(form):
    return {name: as_posted(form[name]) for name in form.fields}


def _typed_in(form):
    return {name: form.data.getlist(form.add_prefix(name)) for name in form.fields}
