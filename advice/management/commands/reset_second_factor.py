"""Let somebody into the admin again whose phone and recovery codes are gone."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from advice.admin.log import note
from portal import second_factor


class Command(BaseCommand):
    help = "重置一个账号的两步验证：下次登录要重新登记。后台里有别的管理员时，请在后台做。"

    def add_arguments(self, parser):
        parser.add_argument("username", help="用户名")

    def handle(self, *args, username, **options):
        account = get_user_model().objects.filter(username=username).first()
        if account is None:
            raise CommandError(f"没有“{username}”这个账号。")
        second_factor.forget(account)
        done = "两步验证在服务器上用命令重置了。"
        note(account, done)
        self.stdout.write(f"{username}：{done}")
