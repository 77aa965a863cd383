"""What all pages of the editors share."""

from django.contrib.admin.utils import NestedObjects
from django.db import DEFAULT_DB_ALIAS

from advice import records
from advice.admin.conflicts import Conflicting
from advice.admin.history import KEPT, Historied
from advice.admin.record_preview import Previewed
from advice.admin.sturdy import Sturdy
from advice.models import Event


class EditorsAdmin(Conflicting, Historied, Previewed, Sturdy):
    """The key is chosen once: addresses, texts and the calculation refer to it.

    Every change and every deletion of a record leaves a version of it.
    """

    stable_fields = ("key",)

    def get_readonly_fields(self, request, obj=None):
        stable = self.stable_fields if obj else ()
        return (*super().get_readonly_fields(request, obj), *stable)

    def save_model(self, request, obj, form, change):
        if not change or self.model not in KEPT:
            super().save_model(request, obj, form, change)
            return
        old_key = records.kind_of(obj).key_of(self.model._default_manager.get(pk=obj.pk))
        records.keep_what_was_found(obj)
        super().save_model(request, obj, form, change)
        records.follow_key(obj, old_key)

    def save_related(self, request, form, formsets, change):
        """Keep the version that was saved, with its rows; none where nothing was changed."""
        super().save_related(request, form, formsets, change)
        is_changed = any(part.has_changed() for part in (form, *formsets))
        if self.model in KEPT and (is_changed or not change):
            event = Event.CHANGED if change else Event.CREATED
            records.keep_version(form.instance, event, by=request.user)

    def delete_model(self, request, obj):
        self._keep_deleted(request, [obj])
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        self._keep_deleted(request, queryset)
        super().delete_queryset(request, queryset)

    def _keep_deleted(self, request, going):
        for record in _deleted_with(going):
            if type(record) in KEPT:
                records.keep_version(record, Event.DELETED, by=request.user)


def _deleted_with(going):
    """The records that go, and those that go with them, such as the proposals of a rule."""
    collector = NestedObjects(using=DEFAULT_DB_ALIAS)
    collector.collect(list(going))
    return [record for found in collector.model_objs.values() for record in found]
