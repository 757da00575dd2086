"""Numbers of links in words."""

from django import template

from duru.blocks.linkage.rules import signed

register = template.Library()
register.filter("bits", signed)
