"""`duru manage …`: Django's own commands, with the embedded database running."""

import sys
from typing import Annotated

import typer

from duru.conf import postgres
from duru.site.cli.django_ready import start_django

AsOwner = Annotated[bool, typer.Option("--as-owner", help="표를 바꾸는 명령처럼 소유자 역할이 필요할 때 켭니다.")]


def manage(context: typer.Context, as_owner: AsOwner = False) -> None:
    """장고 관리 명령을 그대로 돌립니다. 예: duru manage showmigrations"""
    with postgres.running():
        start_django(as_owner=as_owner)
        from django.core.management import execute_from_command_line  # slow import

        execute_from_command_line([f"{sys.argv[0]} manage", *context.args])
