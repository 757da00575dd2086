"""Indexes that a full run and every page left unused: each cost the linking of 300,000 people about a second."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_tables_of_the_register")]

    operations = [
        migrations.RemoveIndex(model_name="person", name="person_birth_year"),
        migrations.RemoveIndex(model_name="person", name="person_phone_tail"),
        migrations.RemoveIndex(model_name="person", name="person_dong"),
        migrations.RemoveIndex(model_name="household", name="household_place"),
    ]
