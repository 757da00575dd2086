"""Write docs/explanation/how-well-it-links.md out of the last kept runs: python -m bench.page."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results"
PAGE = ROOT / "docs" / "explanation" / "how-well-it-links.md"

# The benchmarks the page is about.
ABOUT = ("dedupe", "foreign", "growth", "incremental", "linkage", "lookup")
# Figure (without its size) → what it says. Order of the tables.
WORDS = {
    "linkage.f1": "F1 (가장 좋은 문턱에서)",
    "linkage.f1_train": "F1, 이 자료로 배운 모형",
    "linkage.recall_p999": "천 개에 하나만 틀릴 때의 재현율",
    "linkage.recall_p999_train": "천 개에 하나만 틀릴 때의 재현율, 배운 모형",
    "linkage.calibration_error": "말한 확률과 실제의 차이(평균)",
    "linkage.calibration_max_gap": "말한 확률과 실제의 차이(가장 큰 칸)",
    "linkage.cpu_s": "CPU 초: 부호로 바꾸고 견주고 고르기",
    "linkage.cpu_s_train": "CPU 초: 배우기까지",
    "linkage.wall_s_raw": "벽시계 초: 글자(CSV)에서 링크까지",
    "linkage.peak_gib": "가장 많이 쓴 메모리(GiB)",
    "linkage.peak_gib_raw": "가장 많이 쓴 메모리(GiB), 글자부터",
    "dedupe.pair_f": "묶기: 쌍 F, 기록만으로",
    "dedupe.pair_f_anchored": "묶기: 쌍 F, 등록부를 닻으로",
    "dedupe.cpu_s": "묶기: CPU 초",
    "growth.slope": "커지는 빠르기(CPU 초, 열 배마다 10의 몇 제곱)",
    "growth.gib": "가장 큰 크기에서 쓴 메모리(GiB)",
    "linkage.roman_found": "로마자로 적은 이름이 열쇠로 제 사람을 만난 비율",
    "linkage.roman_candidates": "그 열쇠의 후보 수(같은 이름·같은 해의 몇 배)",
    "foreign.f1_febrl4": "FEBRL 4 (남이 만든 자료): F1",
}
SIZES = (("small", "_100k", "주민 100,000명 × 기록 300,000개"), ("full", "", "주민 1,000,000명 × 기록 1,000,000개"))
# A machine with two cores and more waiting than that measures its other work, not ours.
BUSY = 4.0

HEAD = """# 얼마나 잘 잇는가?

이 쪽은 `bench/run linkage`, `bench/run dedupe`, `bench/run growth`가 잰 숫자로 만듭니다(`python -m bench.page`). 손으로 고치지 않습니다.

**자료는 지어낸 것입니다.** 실제 주민의 정답 자료가 없어서, 세대·나이대·이름 분포와 60개 기관의 실수(자모 오타, 로마자 이름, 님·어르신, 음력, 연도만,
옛 전화, 가족 전화, 이사, 지번, 구 이름 빠짐 …)를 흉내 낸 자료로 잽니다. 만든 손이 같으므로 실제보다 좋게 나올 수 있습니다. 우리 구의 숫자는 화면의
*사람 잇기 → 정확도*에서 표본으로 재십시오.

견준 상대는 공개 소프트웨어 Splink 5입니다. 같은 기계에서 같은 실행에, 우리가 다듬은 같은 열과 같은 비교 단계를 줍니다.
"""

TAIL = """
## 무엇을 못 하는가

- **이름밖에 없는 기록**은 아무도 이을 수 없습니다. 흔한 이름이면 후보만 여럿 나옵니다.
- **명부에 없는 사람**의 기록이 같은 이름·같은 해의 주민에게 갈 수 있습니다. 확률이 낮게 나오고, 확인 목록으로 갑니다.
- **쌍둥이와 한집 가족**: 이름이 한두 자모만 다르고 생년월일이 같으면 자동으로 잇지 않고 사람에게 묻습니다.
- **개명한 사람**은 생년월일과 전화나 집이 같을 때만 후보가 되고, 늘 사람이 확인합니다.
- **로마자 이름**은 성을 알아볼 수 있을 때 한글 이름과 만납니다. 번역한 이름이나 별명은 만나지 못합니다.
- **여러 구에 있는 같은 길 이름**을 구 없이 적으면 건물을 찾지 않습니다. 전화와 생년월일로만 잇습니다.
- 다른 나라의 주소와 이름에 맞추지 않았습니다.

## 다시 재기

```
bench/run linkage --size small        bench/run linkage --size full --save
bench/run dedupe  --size small        bench/run dedupe  --size full --save
bench/run growth  --size small        bench/run growth  --size full --save        bench/run growth --size huge
```

절대 시간은 기계와 그때의 부하에 따라 달라집니다. 부하는 표 아래에 적혀 있습니다. Splink는 `pip install --group dev`로 설치됩니다.
"""


def page() -> str:
    """Return the page for the kept results."""
    parts = [HEAD]
    for size, suffix, words in SIZES:
        files = (RESULTS / f"{name}-{size}.json" for name in ABOUT)
        kept = [json.loads(file.read_text(encoding="utf-8")) for file in files if file.is_file()]
        figures = {one["figure"].removesuffix(suffix): one for run in kept for one in run["figures"]}
        rows = [_row(words_, figures[name]) for name, words_ in WORDS.items() if name in figures]
        if not rows:
            continue
        parts.append(
            f"\n## {words}\n\n| 무엇 | 두루 | Splink 5 | 목표 | |\n|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
        )
        parts += [f"\n- {note}" for run in kept for note in run["notes"]]
        parts += [f"\n- 잰 날 {run['measured_on']}, {run['figures'][0]['machine']}{_warning(run)}" for run in kept]
        parts.append("\n")
    return "".join([*parts, TAIL])


def _warning(run: dict) -> str:
    load = float(run["figures"][0]["machine"].rpartition("load ")[2])
    return ". **기계가 바쁠 때 재었습니다. 초는 믿지 말고 비율과 정확도만 보십시오.**" if load > BUSY else ""


def _row(words: str, figure: dict) -> str:
    peer = "–" if figure["peer_value"] is None else f"{figure['peer_value']:.4g}"
    goal = figure["goal"].replace(">=", "≥ ").replace("<=", "≤ ")
    return f"| {words} | **{figure['value']:.4g}** | {peer} | {goal} | {'충족' if figure['met'] else '못 미침'} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
