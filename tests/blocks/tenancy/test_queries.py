"""Which tenant is meant: by its host name, by the setting, or because there is no other that needs none."""

import pytest

from duru.blocks.tenancy.api import add_tenant, find_only_tenant, find_tenant_for_host

pytestmark = pytest.mark.django_db


def test_the_only_tenant_without_a_host_name_is_meant_when_none_is_named():
    assert (find_only_tenant(), find_tenant_for_host("127.0.0.1")) == (None, None)
    here = add_tenant(code="9999900000", name="해오름구")
    assert find_only_tenant() == here
    there = add_tenant(code="9999800000", name="달맞이구", host="dalmaji.localhost")
    assert [find_tenant_for_host(host) for host in ("127.0.0.1", "dalmaji.localhost", "else.localhost")] == [
        here,
        there,
        here,
    ]
    assert find_tenant_for_host("127.0.0.1", default_code=there.code) == there
    assert find_tenant_for_host("127.0.0.1", default_code="0000000000") is None


def test_nobody_is_meant_where_two_could_be():
    add_tenant(code="9999900000", name="해오름구")
    add_tenant(code="9999800000", name="달맞이구")
    assert (find_only_tenant(), find_tenant_for_host("127.0.0.1")) == (None, None)


def test_one_tenant_with_a_host_name_is_still_the_only_one():
    here = add_tenant(code="9999900000", name="해오름구", host="haeoreum.localhost")
    assert (find_only_tenant(), find_tenant_for_host("127.0.0.1")) == (here, here)
