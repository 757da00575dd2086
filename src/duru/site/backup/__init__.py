"""One encrypted file that holds a whole installation: database, uploads and what they were made with."""

from duru.site.backup.container import BackupDamaged
from duru.site.backup.operations import BackupInfo, BackupRefused, make_backup, restore_backup

__all__ = ["BackupDamaged", "BackupInfo", "BackupRefused", "make_backup", "restore_backup"]
