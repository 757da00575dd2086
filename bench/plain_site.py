"""A plain Django page of the same rows, for the ratio: no row security, no roles, no looks, one query after another by the ORM.

Served by the same server with as many threads; its tables are copies without policies in the same database.
"""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import Http404, HttpResponse
from django.template import engines
from django.urls import path
from psycopg.conninfo import conninfo_to_dict

if not settings.configured:
    info = conninfo_to_dict(os.environ["DURU_OWNER_DATABASE_URL"])
    settings.configure(
        SECRET_KEY="plain" * 10,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[],
        MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": info.pop("dbname"),
                "USER": info.pop("user"),
                "HOST": info.pop("host", ""),
                "PORT": info.pop("port", ""),
                "OPTIONS": {**info, "pool": {"min_size": 1, "max_size": 4}},
            }
        },
    )
    django.setup()


class Plain(models.Model):
    class Meta:
        abstract = True

    def __str__(self):
        return str(self.pk)


class PlainPerson(Plain):
    public_id = models.CharField(max_length=26)
    name = models.TextField()
    birth_on = models.DateField()
    phone = models.TextField()
    address = models.TextField()
    dong_code = models.TextField()

    class Meta:
        app_label, db_table, managed = "plain", "plain_person", False


class PlainOrganisation(Plain):
    name = models.TextField()

    class Meta:
        app_label, db_table, managed = "plain", "plain_organisation", False


class PlainHandout(Plain):
    person = models.ForeignKey(PlainPerson, on_delete=models.CASCADE)
    organisation = models.ForeignKey(PlainOrganisation, on_delete=models.CASCADE)
    category = models.TextField()
    item = models.TextField()
    value_won = models.IntegerField()
    given_on = models.DateField()

    class Meta:
        app_label, db_table, managed = "plain", "plain_handout", False


class PlainMember(Plain):
    household_id = models.BigIntegerField()
    person = models.ForeignKey(PlainPerson, on_delete=models.CASCADE)

    class Meta:
        app_label, db_table, managed = "plain", "plain_member", False


_PAGE = """<!doctype html><html lang="ko"><head><title>{{ person.name }}</title></head><body><h1>{{ person.name }}</h1>
<dl>{% for label, value in facts %}<dt>{{ label }}</dt><dd>{{ value }}</dd>{% endfor %}</dl>
<ul>{% for member in members %}<li><a href="/{{ member.person.public_id }}">{{ member.person.name }}</a> {{ member.person.birth_on|date:"Y-m-d" }}</li>{% endfor %}</ul>
<table><tr><th>날</th><th>기관</th><th>내용</th><th>무엇</th><th>원</th></tr>{% for row in handouts %}<tr><td>{{ row.given_on|date:"Y-m-d" }}</td>
<td>{{ row.organisation.name }}</td><td>{{ row.category }}</td><td>{{ row.item }}</td><td>{{ row.value_won }}</td></tr>{% endfor %}</table></body></html>"""


def person(request, public_id):
    found = PlainPerson.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    homes = PlainMember.objects.filter(person=found).values("household_id")
    context = {
        "person": found,
        "facts": [
            ("생년월일", found.birth_on),
            ("전화", found.phone),
            ("주소", found.address),
            ("동", found.dong_code),
        ],
        "members": PlainMember.objects.filter(household_id__in=homes).select_related("person"),
        "handouts": PlainHandout.objects.filter(person=found).select_related("organisation").order_by("-given_on")[:50],
    }
    return HttpResponse(engines["django"].from_string(_PAGE).render(context, request))


urlpatterns = [path("<str:public_id>", person)]
application = get_wsgi_application()
