"""Uploads on their way in: a file without a name, which the kernel forgets when the process dies.

Django's own handler leaves a named file in /tmp when a process is killed; what an agency sends may hold resident numbers
that nobody here may keep, so until they are cut the bytes live in an unlinked file only.
"""

import os
import tempfile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class NamelessUploadedFile(UploadedFile):
    """An uploaded file that has no name on disk; closing it removes it."""

    def __init__(self, file, name, content_type, size, charset, content_type_extra=None):
        super().__init__(file, name, content_type, size, charset, content_type_extra)

    def temporary_file_path(self) -> str:
        """Return a path under which this process and its children may open the file while it is open."""
        return f"/proc/{os.getpid()}/fd/{self.file.fileno()}"


class NamelessUploadHandler(FileUploadHandler):
    """Stream every upload into an unlinked file beside the kept copies."""

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        folder = settings.MEDIA_ROOT
        os.makedirs(folder, mode=0o700, exist_ok=True)
        self.file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - the response closes it

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> NamelessUploadedFile:
        self.file.flush()
        self.file.seek(0)
        return NamelessUploadedFile(
            self.file, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()
