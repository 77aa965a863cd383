"""What the search looks up: an index of what is published, synonyms, and words sought in vain."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from advice.words import LONGEST_TERM, words_of

LONGEST_VAIN_WORDS = 20


class SearchKind(models.IntegerChoices):
    """The kinds of results, in the order in which equally good ones are listed."""

    QUESTION = 1, "问答"
    STRATEGY = 2, "办法"
    CONSEQUENCE = 3, "后果"
    PREVENTION = 4, "预防"
    GUIDE = 5, "指南"
    HOTLINE = 6, "求助渠道"
    LAW = 7, "法律依据"
    PAGE = 8, "本站说明"
    LETTER = 9, "文书"

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.name.lower()


class Weight(models.IntegerChoices):
    """Where a term stands: a title tells more of a text than its gist, and that than the rest."""

    TEXT = 1, "正文"
    SUMMARY = 10, "一句话"
    TITLE = 100, "标题"


class SearchEntry(models.Model):
    """A published record as the search shows it; the services keep it as the record is."""

    kind = models.SmallIntegerField("类型", choices=SearchKind.choices)
    key = models.SlugField("代号", db_index=False)
    title = models.CharField("标题", max_length=240)
    summary = models.TextField("一句话")
    text = models.TextField("正文", blank=True)
    address = models.CharField("网址", max_length=120)

    class Meta:
        verbose_name = "搜索条目"
        verbose_name_plural = "搜索条目"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="record_is_indexed_once",
                violation_error_message="这条内容已经在搜索里了。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SearchTerm(models.Model):
    """A term of an entry, and the best place where it stands.

    The kind stands here too, so that the best hits are the first rows of the index: a word that
    every text holds costs no more than a rare one.
    """

    pk = models.CompositePrimaryKey("entry_id", "term")
    # The primary key is an index of the entries. Checking each of the hundreds of rows of a text
    # would take most of the time; only the services write them, together with their entry.
    entry = models.ForeignKey(
        SearchEntry,
        on_delete=models.CASCADE,
        related_name="terms",
        db_index=False,
        db_constraint=False,
    )
    kind = models.SmallIntegerField(choices=SearchKind.choices)
    weight = models.SmallIntegerField(choices=Weight.choices)
    term = models.CharField(max_length=LONGEST_TERM)

    class Meta:
        verbose_name = "搜索词"
        verbose_name_plural = "搜索词"
        indexes = [
            models.Index(fields=["term", "-weight", "kind", "entry"], name="best_hits_first"),
        ]

    def __str__(self) -> str:
        return self.term


class Synonym(models.Model):
    """A word that people type, and the word that our texts use for it."""

    word = models.CharField("大家怎么说", max_length=20, help_text="访客会打的词，例如：坐牢。")
    means = models.CharField(
        "我们怎么说",
        max_length=20,
        help_text="文章里用的词，例如：刑事责任。搜前一个词时，会问“您是不是要找”这个词，"
        "搜到的太少时，还会列出它的结果。",
    )

    class Meta:
        verbose_name = "搜索同义词"
        verbose_name_plural = "搜索同义词"
        ordering = ("word", "means")
        constraints = [
            models.UniqueConstraint(
                fields=["word", "means"],
                name="synonym_is_listed_once",
                violation_error_message="这一对词已经有了。",
            ),
            models.CheckConstraint(
                condition=~Q(word=F("means")),
                name="synonym_is_another_word",
                violation_error_message="两个词一样：请在“我们怎么说”里填文章里用的另一个词。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.means}"

    def clean(self) -> None:
        super().clean()
        for field in ("word", "means"):
            words = words_of(getattr(self, field))
            if not words:
                raise ValidationError({field: "请填一个词，不能只有标点。"})
            setattr(self, field, " ".join(words))


class VainSearch(models.Model):
    """Words that were searched for and found nowhere. Who searched is not known."""

    words = models.CharField("搜的词", max_length=LONGEST_VAIN_WORDS, unique=True)
    count = models.PositiveIntegerField("次数", default=1)
    last_on = models.DateField("最近一次")

    class Meta:
        verbose_name = "没搜到的词"
        verbose_name_plural = "没搜到的词"
        ordering = ("-count", "-last_on", "words")

    def __str__(self) -> str:
        return self.words
