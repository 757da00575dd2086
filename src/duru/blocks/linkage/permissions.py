"""Who may see links, decide about them, measure and train, and start a run."""

from duru.blocks.access.api import EVERY_OFFICIAL, Role, declare

SEE = "linkage.see"
DECIDE = "linkage.decide"
RUN = "linkage.run"
FIND = "linkage.find"
SET_RULE = "linkage.set_rule"
SEE_ACCURACY = "linkage.see_accuracy"
DRAW_SAMPLE = "linkage.draw_sample"
TRAIN = "linkage.train"
APPROVE_MODEL = "linkage.approve_model"

declare(SEE, "이어진 기록과 까닭 보기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER)
declare(DECIDE, "같은 사람인지 정하기", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(RUN, "사람 잇기 실행", Role.WELFARE_LEAD)
declare(SET_RULE, "확인 방식(두 사람 확인) 정하기", Role.WELFARE_LEAD)
declare(SEE_ACCURACY, "잇기 정확도와 모형 보기", *EVERY_OFFICIAL)
declare(DRAW_SAMPLE, "정확도 표본 뽑기", Role.WELFARE_LEAD)
declare(TRAIN, "잇기 모형 다시 배우게 하기", Role.WELFARE_LEAD, Role.ADMIN)
declare(APPROVE_MODEL, "잇기 모형 승인하기", Role.WELFARE_LEAD, Role.PRIVACY_OFFICER)
declare(FIND, "신청인이 누구인지 찾기", Role.WELFARE_LEAD, Role.CASEWORKER)
