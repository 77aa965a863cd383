"""Give a new site its first accounts for the admin."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Q

EDITOR = "editor"
# Nobody approves what they wrote themselves, whatever they may do.
REVIEWER = "reviewer"
REVIEWERS = "法律审核"


class Command(BaseCommand):
    help = (
        "第一次启动时建立后台账号 editor（全部权限）和 reviewer（法律审核，批准 editor 写的改动），"
        "并显示一次随机密码；已有后台账号时什么也不做。"
    )

    def handle(self, *args, **options):
        users = get_user_model().objects
        if users.filter(Q(is_staff=True) | Q(username__in=[EDITOR, REVIEWER])).exists():
            return
        passwords = {name: secrets.token_urlsafe(12) for name in (EDITOR, REVIEWER)}
        with transaction.atomic():
            users.create_superuser(EDITOR, password=passwords[EDITOR])
            reviewer = users.create_user(REVIEWER, password=passwords[REVIEWER], is_staff=True)
            reviewer.groups.add(Group.objects.get(name=REVIEWERS))
        for name, password in passwords.items():
            self.stdout.write(
                f"后台账号已建立（密码只显示这一次） · {name} account created, shown once: "
                f"username {name}  password {password}"
            )
