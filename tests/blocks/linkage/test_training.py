"""Models of the tenant's own: learned on request, weighed, put in force by another person."""

from dataclasses import replace

import pytest

from duru.blocks.access.api import Actor, NotAllowed, Role
from duru.blocks.linkage.api import LinkRun, link_tenant
from duru.blocks.linkage.engine.model import shipped_model
from duru.blocks.linkage.enums import ModelState
from duru.blocks.linkage.models import LinkageModel
from duru.blocks.linkage.operations import training
from duru.blocks.linkage.operations.training import approve_model, ask_training, refuse_model, train_tenant
from duru.blocks.linkage.queries import model_in_force
from duru.kernel.errors import Refused
from tests.blocks.linkage.conftest import NOW, add_record, state

pytestmark = pytest.mark.django_db
LEAD = Actor(1, 1, 1, "해오름구청", Role.WELFARE_LEAD, "최팀장")
OTHER = Actor(2, 2, 1, "해오름구청", Role.WELFARE_LEAD, "박과장")


@pytest.fixture
def small_is_enough(monkeypatch):
    monkeypatch.setattr(training, "FEWEST_REGISTER", 10)
    monkeypatch.setattr(training, "FEWEST_MENTIONS", 5)


@pytest.fixture
def learned(here, residents, centre, small_is_enough):
    for at in range(6):
        add_record(centre, residents[at].name, residents[at].birth_typed, phone=residents[at].phone)
    link_tenant(tenant_id=here.id, now=NOW)
    asked = ask_training(by=LEAD, reason="새 기관 자료", now=NOW)
    before = state()
    train_tenant(tenant_id=here.id, model_id=asked.id, now=NOW)
    assert state() == before
    asked.refresh_from_db()
    return asked


def test_learned_model_waits_with_its_figures_and_changes_nothing(learned):
    assert learned.state == ModelState.PROPOSED
    assert learned.figures["before"].keys() == learned.figures["after"].keys()
    assert learned.figures["before"]["certain"] == 6
    assert learned.spec["provenance"]["from"] == shipped_model().name
    assert model_in_force() == shipped_model()


def test_second_person_puts_it_in_force_and_runs_work_with_it(here, learned):
    with pytest.raises(Refused, match="자기가 배우게 한"):
        approve_model(learned.public_id, by=LEAD, now=NOW)
    approve_model(learned.public_id, by=OTHER, now=NOW)
    assert model_in_force().name == learned.name
    link_tenant(tenant_id=here.id, now=NOW)
    assert LinkRun.objects.order_by("-id").first().model_name == learned.name
    with pytest.raises(Refused, match="쓰는 중"):
        approve_model(learned.public_id, by=OTHER, now=NOW)


def test_one_model_is_in_force_and_the_one_before_it_steps_back(here, learned):
    approve_model(learned.public_id, by=OTHER, now=NOW)
    again = ask_training(by=LEAD, reason="다시", now=NOW)
    train_tenant(tenant_id=here.id, model_id=again.id, now=NOW)
    approve_model(again.public_id, by=OTHER, now=NOW)
    assert list(LinkageModel.objects.order_by("id").values_list("state", flat=True)) == [
        ModelState.REPLACED,
        ModelState.IN_FORCE,
    ]


def test_refused_model_leaves_everything(learned):
    refuse_model(learned.public_id, by=OTHER, now=NOW)
    assert model_in_force() == shipped_model()


def test_training_that_dies_says_so_and_can_be_asked_again(here, residents, centre, small_is_enough, monkeypatch):
    for at in range(6):
        add_record(centre, residents[at].name, residents[at].birth_typed)
    asked = ask_training(by=LEAD, reason="새 기관 자료", now=NOW)

    def die(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(training, "_weigh", die)
    with pytest.raises(KeyboardInterrupt):
        train_tenant(tenant_id=here.id, model_id=asked.id, now=NOW)
    asked.refresh_from_db()
    assert asked.state == ModelState.FAILED
    assert ask_training(by=LEAD, reason="다시", now=NOW).state == ModelState.TRAINING


def test_one_training_at_a_time_with_enough_records_and_a_reason(here, residents, centre, monkeypatch):
    with pytest.raises(Refused, match="주민 명단 5,000건"):
        ask_training(by=LEAD, reason="새 기관 자료", now=NOW)
    monkeypatch.setattr(training, "FEWEST_REGISTER", 1)
    monkeypatch.setattr(training, "FEWEST_MENTIONS", 0)
    with pytest.raises(Refused, match="까닭"):
        ask_training(by=LEAD, reason=" ", now=NOW)
    ask_training(by=LEAD, reason="새 기관 자료", now=NOW)
    with pytest.raises(Refused, match="먼저 끝내"):
        ask_training(by=OTHER, reason="또", now=NOW)


def test_others_neither_ask_nor_approve(here, residents, centre, small_is_enough):
    for at in range(5):
        add_record(centre, residents[at].name, residents[at].birth_typed)
    asked = ask_training(by=LEAD, reason="새 기관 자료", now=NOW)
    for role in (Role.MAYOR, Role.AGENCY_WORKER, Role.RECORDER, Role.PERMIT_OFFICER, Role.CASEWORKER):
        somebody = replace(OTHER, role=role)
        with pytest.raises(NotAllowed):
            ask_training(by=somebody, reason="까닭", now=NOW)
        with pytest.raises(NotAllowed):
            approve_model(asked.public_id, by=somebody, now=NOW)
