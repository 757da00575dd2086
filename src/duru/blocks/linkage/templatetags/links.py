"""Numbers of links in words."""

from django import template

from duru.blocks.linkage.rules import Estimate, Stratum, signed

register = template.Library()
register.filter("bits", signed)


@register.filter
def share(value: float | None) -> str:
    """Write a share as per cent with as many digits as it needs: 99.95%, 62%; "–" where there is none."""
    if value is None:
        return "–"
    return "100%" if value >= 1 else f"{value:.2%}" if value > 0.99 or value < 0.01 else f"{value:.1%}"


@register.filter
def chance(value: float) -> str:
    """Write the chance that two records are one person; never "100%", which no comparison of names and days can say."""
    return "99.9% 넘음" if value > 0.999 else "0.1% 아래" if value < 0.001 else f"{value:.1%}"


@register.filter
def wrong(value: float | None) -> str:
    """Write how many of a thousand are expected to be wrong: "1,000건에 0.4건"."""
    return "–" if value is None else f"1,000건에 {1000 * (1 - value):.1f}건"


@register.filter
def estimate(value: Estimate | None) -> str:
    """Write an estimated share, or that there are too few answers."""
    return "답이 적음" if value is None else share(value.value)


@register.filter
def interval(value: Estimate | None, fewest: int) -> str:
    """Write the interval of an estimate, or what is missing."""
    if value is None:
        return f"모든 층에 답이 있고 {fewest}건 이상이어야 합니다"
    return f"95% 구간 {share(value.low)}–{share(value.high)}, 답 {value.n_answers}건"


@register.filter
def answered(stratum: Stratum) -> str:
    """Write the share of answers that said one person, "–" without answers."""
    return share(stratum.n_same / stratum.n_answers) if stratum.n_answers else "–"


@register.filter
def tiny(value: float) -> str:
    """Write a share that may be very small: "12.3%", "100만 번에 31번"."""
    n = 1_000_000 * value
    return share(value) if value >= 0.001 else f"100만 번에 {n:,.0f}번" if n >= 10 else f"100만 번에 {n:,.1f}번"
