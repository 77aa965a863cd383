"""What has to stay: records that the site can't do without."""

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.utils.text import capfirst


class Keeping:
    """Refuses to delete a record for which `kept_because` gives a reason.

    Its own page has no button for it; asking for it all the same, or choosing it in the list,
    shows the reason.
    """

    def kept_because(self, record, *, going):
        """Why the record must stay when those with the ids `going` go; empty where it may go."""
        return ""

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj and self.kept_because(obj, going={obj.pk}))

    def delete_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        if record and super().has_delete_permission(request, record):
            reason = self.kept_because(record, going={record.pk})
            if reason:
                raise PermissionDenied(reason)
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs, request):
        going = {record.pk for record in objs}
        reasons = [self.kept_because(record, going=going) for record in objs]
        if any(reasons):
            return [], {}, set(), [reason for reason in reasons if reason]
        deleted, counts, *rest = super().get_deleted_objects(objs, request)
        links = {capfirst(model._meta.verbose_name) for model in _links()}
        plurals = {str(model._meta.verbose_name_plural) for model in _links()}
        counts = {name: count for name, count in counts.items() if str(name) not in plurals}
        return _without(links, deleted), counts, *rest


def _links():
    """What ties records together in the database: nothing that an editor knows by a name."""
    models = apps.get_app_config("advice").get_models(include_auto_created=True)
    return [model for model in models if model._meta.auto_created]


def _without(links, names):
    """The nested list of what would be deleted, without the ties between records."""
    return [
        _without(links, name) if isinstance(name, list) else name
        for name in names
        if isinstance(name, list) or name.partition(": ")[0] not in links
    ]
