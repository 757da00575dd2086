"""One encrypted file that holds a whole installation: database, uploads and what they were made with."""

from duru.site.backup.container import BackupDamaged, Closing, Opening
from duru.site.backup.keys import KeyWrong, SealFor, join_shares, kept_public_key, make_key, public_key_path
from duru.site.backup.nightly import back_up_and_prove, note
from duru.site.backup.operations import BackupInfo, BackupRefused, make_backup, prove_backup, restore_backup

__all__ = [
    "BackupDamaged",
    "BackupInfo",
    "BackupRefused",
    "Closing",
    "KeyWrong",
    "Opening",
    "SealFor",
    "back_up_and_prove",
    "join_shares",
    "kept_public_key",
    "make_backup",
    "make_key",
    "note",
    "prove_backup",
    "public_key_path",
    "restore_backup",
]
