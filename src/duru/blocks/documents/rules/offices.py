"""How an office and its register are called."""

_HALLS = ("특별자치도청", "특별시청", "광역시청", "도청", "시청", "군청", "구청")


def department_of(organisation: str, department: str) -> str:
    """Return the 처리과: the member's department, else the last word of the organisation's name ("해오름구청 복지정책과" → 복지정책과)."""
    return department.strip() or organisation.split()[-1]


def office_short(organisation: str) -> str:
    """Return the abbreviation of an office (기관약칭): its first word, 해오름구 for 해오름구청."""
    word = organisation.split()[0]
    return word.removesuffix("청") if word.endswith(_HALLS) else word


def register_prefix(organisation: str, department: str) -> str:
    """Return how the numbers of a register begin: "해오름구-노인장애인과"; once where the office is the department."""
    short, named = office_short(organisation), department_of(organisation, department)
    return short if named == organisation else f"{short}-{named}"


def document_number(prefix: str, no: int) -> str:
    """Return a 문서번호: "해오름구-노인장애인과-17"."""
    return f"{prefix}-{no}"
