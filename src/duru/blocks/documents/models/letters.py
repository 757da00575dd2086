"""Dated words: templates of letters, sentences of law, seals."""

from django.db import models
from django.db.models import F, Q

from duru.blocks.documents.enums import LetterKind, TextStatus
from duru.blocks.tenancy.api import TenantModel


class LetterTemplate(TenantModel):
    """One row is the wording of one kind of letter during a span.

    In force [effective_from, effective_until). `variant` is a service's own wording of a kind; empty is everybody's. `fields` lists
    what the one who writes must give (name, label, type, required); `legal_texts` the codes of the sentences it needs;
    `needs_approval` whether somebody has to decide. Title and body are merged in a sandbox. Unique by kind, variant and first day.
    Some 40 rows ship with the package, a tenant edits its own. No personal data.
    """

    kind = models.CharField("종류", max_length=20, choices=LetterKind)
    variant = models.CharField("업무", max_length=40, blank=True)
    form = models.CharField("서식", max_length=80, blank=True)
    title = models.CharField("제목", max_length=200)
    body = models.TextField("본문")
    fields = models.JSONField("적을 것", default=list)
    legal_texts = models.JSONField("법령 문구", default=list)
    needs_approval = models.BooleanField("결재 필요", default=True)
    source = models.CharField("출처", max_length=200)
    effective_from = models.DateField("시행일")
    effective_until = models.DateField("종료일(포함하지 않음)", null=True, blank=True)

    class Meta:
        verbose_name = "편지 틀"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "kind", "variant", "effective_from"], name="lettertemplate_once"
            ),
            models.CheckConstraint(condition=Q(effective_until__gt=F("effective_from")), name="lettertemplate_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_from}"


class LegalText(TenantModel):
    """One row is one sentence that a law makes a letter say, with its article, during a span.

    In force [effective_from, effective_until). `days` is the term the sentence names, {days} in it: one truth for the words and for the
    check. States: confirmed (read in the law) or to_check. Unique by code and first day. Some 30 rows ship. No personal data.
    """

    code = models.CharField("번호", max_length=40)
    label = models.CharField("이름", max_length=80)
    sentence = models.TextField("문구")
    law = models.CharField("법령", max_length=80)
    article = models.CharField("조문", max_length=40)
    days = models.PositiveSmallIntegerField("기간(일)", null=True, blank=True)
    source = models.CharField("출처", max_length=200)
    status = models.CharField("상태", max_length=10, choices=TextStatus)
    effective_from = models.DateField("시행일")
    effective_until = models.DateField("종료일(포함하지 않음)", null=True, blank=True)

    class Meta:
        verbose_name = "법령 문구"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "code", "effective_from"], name="legaltext_once"),
            models.CheckConstraint(condition=Q(effective_until__gt=F("effective_from")), name="legaltext_forward"),
            models.CheckConstraint(condition=~Q(law="") & ~Q(article=""), name="legaltext_has_article"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.effective_from}"


class Seal(TenantModel):
    """One row is the picture of an official seal during a span; a letter issued then carries it, without one it says 직인 생략.

    Unique by title and first day; one or two rows a tenant. No personal data.
    """

    title = models.CharField("직인", max_length=60)
    stored_name = models.CharField("보관 이름", max_length=40)
    sha256 = models.CharField("해시", max_length=64)
    effective_from = models.DateField("사용 시작일")
    effective_until = models.DateField("폐기일(포함하지 않음)", null=True, blank=True)

    class Meta:
        verbose_name = "직인"
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "title", "effective_from"], name="seal_once"),
            models.CheckConstraint(condition=Q(effective_until__gt=F("effective_from")), name="seal_forward"),
        ]

    def __str__(self) -> str:
        return self.title
