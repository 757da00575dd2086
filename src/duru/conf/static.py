"""Static files with hashed names, packed with gzip alone."""

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class CompressedStaticFiles(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage without brotli.

    A library of letters brings the brotli package along, and whitenoise would then use it by itself: a first start packs 700 files at
    the slowest level, for a few kilobytes that a browser asks for once.
    """

    def create_compressor(self, **kwargs) -> Compressor:
        """Return the compressor of one collection."""
        return Compressor(**kwargs, use_brotli=False)
