"""What a proposal may turn out to be, and what it is judged by."""

from django.db import models


class Axis(models.TextChoices):
    """What a proposal is judged by (국민제안규정 제8조제1항)."""

    FEASIBILITY = "feasibility", "실시 가능성"
    CREATIVITY = "creativity", "창의성"
    EFFECT = "effect", "효율성·효과성"
    REACH = "reach", "적용 범위"
    LASTING = "lasting", "계속성"


class NoProposal(models.TextChoices):
    """What is no proposal (국민제안규정 제2조제1호 각 목)."""

    RIGHTS_OF_OTHERS = "rights", "다른 사람의 특허권·저작권 등에 속함(가목)"
    ADOPTED = "adopted", "이미 채택한 제안과 같음(나목)"
    IN_FORCE = "in_force", "이미 시행 중이거나 구상이 비슷함(다목)"
    IMPRACTICAL = "impractical", "일반 통념상 적용하기 어려움(라목)"
    COMPLAINT = "complaint", "단순한 주의환기·진정·비판·건의·불만(마목)"
    PROFIT = "profit", "특정 개인·단체·기업의 수익사업과 홍보(바목)"
    NOT_OUR_AFFAIR = "not_ours", "국가나 지방자치단체의 사무가 아님(사목)"


class Ground(models.TextChoices):
    """On what ground a rejected proposal is examined again."""

    OBJECTION = "objection", "재심사 요청(제12조제1항, 통지받은 날부터 15일)"
    DONE_AFTER_ALL = "done_after_all", "같은 내용이 실시됨(제14조제3항, 통지받은 날부터 2년)"
