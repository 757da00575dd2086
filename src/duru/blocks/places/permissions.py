"""Who may see places and who may take files in."""

from duru.blocks.access.api import EVERY_OFFICIAL, Role, declare

declare("places.see", "시설·건물 사전 보기", *EVERY_OFFICIAL, Role.AGENCY_WORKER)
declare("places.import", "경계·건물·시설 파일 올리기", Role.ADMIN)
