"""Give a new site its first account for the admin."""

import secrets

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db.models import Q

USERNAME = "editor"


class Command(BaseCommand):
    help = "第一次启动时建立后台账号 editor，并显示一次随机密码；已有后台账号时什么也不做。"

    def handle(self, *args, **options):
        users = get_user_model().objects
        if users.filter(Q(is_staff=True) | Q(username=USERNAME)).exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser(USERNAME, password=password)
        self.stdout.write(
            "后台账号已建立（密码只显示这一次） · editor account created, shown once: "
            f"username {USERNAME}  password {password}"
        )
