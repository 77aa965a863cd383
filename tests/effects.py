"""The effect of a change, as seen by somebody, without working it out."""

from django.utils import timezone

from advice.models import EffectRun
from advice.services import effects


def see_effect(user, record):
    """Whoever would approve the change has looked at what it would do; returns the run."""
    run = effects.start(record, today=timezone.localdate())
    EffectRun.objects.filter(pk=run.pk).update(done=run.total)
    run.refresh_from_db()
    effects.note_seen(run, by=user)
    return run
