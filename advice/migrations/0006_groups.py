"""What was in force is approved; and the three groups of editors, with what each may do."""

from django.db import migrations

VALUES = ("rulevalue", "feetableversion", "productterm")
TEXTS = (
    "consequence",
    "strategy",
    "prevention",
    "question",
    "guide",
    "expertcomment",
    "situation",
    "sitepage",
    "hotline",
)
ROWS_OF_TEXTS = ("condition", "consequencefigure", "guidechapter")
OWNERS = ("rule", "feetable", "loanproduct")
BASIC = ("add", "change", "delete", "view")
SEEN_BY_ALL = (*VALUES, *TEXTS, *ROWS_OF_TEXTS, *OWNERS, "feebracket", "legalsource", "synonym")
SEEN_BY_ALL += ("vainsearch", "feedback", "sampleborrower", "version", "archiveimport")

EDITOR = {
    **dict.fromkeys(SEEN_BY_ALL, ("view",)),
    **dict.fromkeys((*TEXTS, "legalsource", "sampleborrower"), ("view", "add", "change")),
    **dict.fromkeys((*ROWS_OF_TEXTS, "synonym"), BASIC),
    "feedback": ("view", "change"),
    "vainsearch": ("view", "delete"),
}
REVIEWER = EDITOR | {
    **dict.fromkeys((*TEXTS, "legalsource", *VALUES), (*BASIC, "approve")),
    **dict.fromkeys(OWNERS, ("view", "change")),
    "feebracket": BASIC,
    "sampleborrower": BASIC,
    "archiveimport": ("view", "approve"),
}
ADMINISTRATOR = REVIEWER | {
    **dict.fromkeys(OWNERS, BASIC),
    "archiveimport": ("view", "add", "approve"),
    "feedback": ("view", "change", "delete"),
}
GROUPS = {"编辑": EDITOR, "法律审核": REVIEWER, "管理员": ADMINISTRATOR}
OF_ACCOUNTS = (
    ("auth", "user", ("view", "add", "change")),
    ("auth", "group", ("view",)),
    ("admin", "logentry", ("view",)),
)
SEEDED_VALUES = {
    "rule.values": "rule_value",
    "table.versions": "table_version",
    "product.terms": "term",
}
NAMES = {"add": "新增", "change": "修改", "delete": "删除", "view": "查看", "approve": "批准"}


def approve_what_is_in_force(apps, schema_editor):
    for model in VALUES:
        apps.get_model("advice", model).objects.update(status="published")


def name_values_as_records(apps, schema_editor):
    """Which values of the seed were loaded is known under the names that they have everywhere."""
    seeded = apps.get_model("advice", "SeededRecord").objects
    for old, new in SEEDED_VALUES.items():
        seeded.filter(kind=old).update(kind=new)


def name_permissions(apps, schema_editor):
    """Make all permissions, for Django would name them in English."""
    for model in apps.get_app_config("advice").get_models():
        for action in model._meta.default_permissions:
            _permission(apps, "advice", model._meta.model_name, action)


def make_groups(apps, schema_editor):
    """Permissions are made here, for Django makes them only when all migrations have run."""
    for name, allowed in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        of_group = [("advice", model, actions) for model, actions in allowed.items()]
        if name == "管理员":
            of_group += OF_ACCOUNTS
        group.permissions.add(
            *(
                _permission(apps, app, model, action)
                for app, model, actions in of_group
                for action in actions
            )
        )


def _permission(apps, app, model, action):
    types = apps.get_model("contenttypes", "ContentType").objects
    content_type, _ = types.get_or_create(app_label=app, model=model)
    label = apps.get_model(app, model)._meta.verbose_name
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model}",
        defaults={"name": f"可以{NAMES[action]}{label}"},
    )
    return permission


def keep_groups(apps, schema_editor):
    """Accounts may be in them: they stay when this is undone."""


class Migration(migrations.Migration):
    dependencies = [
        ("advice", "0005_workbench"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(approve_what_is_in_force, migrations.RunPython.noop),
        migrations.RunPython(name_values_as_records, migrations.RunPython.noop),
        migrations.RunPython(name_permissions, migrations.RunPython.noop),
        migrations.RunPython(make_groups, keep_groups),
    ]
