"""Codes a machine reads off paper or a screen, as inline SVG (markup we made, safe in a page and in a PDF)."""

import re

from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """Return a QR code of a text; it scales with its box. Meant for addresses of up to some 200 characters."""
    import qrcode  # slow import
    from qrcode.image.svg import SvgPathImage

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2, image_factory=SvgPathImage)
    code.add_data(text)
    return _scalable(code.make_image().to_string().decode())


def barcode_svg(number: str) -> SafeString:
    """Return a Code 128 bar code of a number, without the number under it; for paper only: its bars carry inline styles.

    Source: ISO/IEC 15417 (Code 128), by python-barcode.
    """
    import barcode  # slow import
    from barcode.writer import SVGWriter

    made = barcode.get("code128", number, writer=SVGWriter())
    return _as_it_is(made.render({"module_height": 11, "module_width": 0.33, "write_text": False}).decode())


def _scalable(svg: str) -> SafeString:
    """Drop the fixed size of the library: the view box stays and the page decides."""
    return _as_it_is(re.sub(r'<svg width="[^"]*" height="[^"]*"', "<svg", svg, count=1))


def _as_it_is(svg: str) -> SafeString:
    # Only bars and squares of a library: the text itself is nowhere in the markup.
    return mark_safe(svg[svg.index("<svg") :])
