"""The door of workbooks."""

from duru.blocks.workbooks.archives import check_archive, kind_of_file
from duru.blocks.workbooks.errors import FileRefused
from duru.blocks.workbooks.reading import SheetRow, Workbook, open_workbook

__all__ = ["FileRefused", "SheetRow", "Workbook", "check_archive", "kind_of_file", "open_workbook"]
