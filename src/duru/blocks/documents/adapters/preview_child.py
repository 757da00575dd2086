"""The child that opens a stranger's picture or PDF: knows nothing of 두루, may use little memory, writes one PNG.

python -I -S preview_child.py FILE KIND PAGE WIDTH BYTES
"""

import os
import resource
import sys

sys.path[:] = os.environ["DURU_CHILD_PATH"].split(os.pathsep)

MOST_PIXELS = 120_000_000  # a telephone's; a JPEG is made small while it is read
MOST_BYTES = 80_000_000  # of pixels held at once


def main(path, kind, page, width, memory):
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (15, 16))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if kind == "pdf":
        import pypdfium2

        document = pypdfium2.PdfDocument(path)
        if page >= len(document):
            sys.exit(3)
        sheet = document[page]
        wide, high = sheet.get_size()
        # A page may claim to be a kilometre long.
        scale = min(width / max(wide, 1), 3 * width / max(high, 1))
        image = sheet.render(scale=scale).to_pil()
    else:
        from PIL import Image, ImageOps

        Image.MAX_IMAGE_PIXELS = MOST_PIXELS
        image = Image.open(path)
        if image.width * image.height > MOST_PIXELS:
            sys.exit(4)
        image.draft("RGB", (width, 3 * width))
        if image.width * image.height * len(image.getbands()) > MOST_BYTES:
            sys.exit(5)
        image.thumbnail((3 * width, 3 * width))
        image = ImageOps.exif_transpose(image)
        image.thumbnail((width, 3 * width))
    # Only the pixels go on: no place, camera or comment of the original.
    image.convert("RGB").save(sys.stdout.buffer, "PNG")


main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
sys.stdout.flush()
