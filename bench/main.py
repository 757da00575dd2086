"""The command line of the benchmarks."""

import argparse
import importlib
import json
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.figures import Figure, machine

RESULTS = Path(__file__).resolve().parent / "results"
# name -> what it measures, in one line
BENCHMARKS = {
    "intake": "1 GiB CP949 CSV: 검사하고, 겹친 줄을 가려내고, 저장하기까지(사람 잇기 제외)",
    "linkage": "등록부와 기록 잇기: 100,000 × 300,000(small), 1,000,000 × 1,000,000(full)",
    "growth": "잇기가 커지는 빠르기: 1만·10만(small), 10만·100만(full), 1,000만까지(huge)",
    "foreign": "남이 만든 자료(FEBRL 4)에서 잇기",
    "dedupe": "기록만으로 사람 묶기: 300,000(small), 1,000,000(full)",
    "lookup": "신청인 한 사람 찾기: 주민과 기록 10만 + 10만(small), 100만 + 100만(full)",
    "blind": "블라인드 확인: 평문 엔진과 견준 정밀도·재현율, 열쇠 없이 빈도로 푸는 공격",
    "audit": "접속기록: 열여섯이 함께 쓸 때 초당 몇 건, 내보낸 기록을 초당 몇 건 검증하는가(small 10만, full 100만)",
    "casework": "한 건에 일곱 번 커밋하는 인허가: 초당 몇 건; 민원 화면과 민원 5만(small), 100만(full)건의 현황판",
    "load": "공무원 200명이 함께 일하는 하루: 화면·찾기·주기 전 확인·통계, 다섯 배로 몰림, 꾸밈없는 Django와 견줌(small 2분, full 30분)",
    "logins": "아홉 시: 500명이 한꺼번에 로그인할 때 걸리는 시간과, 그동안 남의 화면",
    "maps": "지도: 반경 300m와 동 하나 안에 사는 사람, 집 10만(small), 100만(full)곳; PostGIS와 견줌",
    "giving": "주기 전 확인: 창구 여덟 곳의 화면과 1만 명 명단, 사람 10만·제공 50만(small), 100만·500만(full)",
    "deaths": "말소 1,000건을 30만 명 가운데에서 찾아 걸린 급여를 표시하고 담당을 정하기까지; 출처마다 걸린 날(시험자료)",
    "statistics": "월말 통계: 셈해 둔 표의 화면, 제공 50만(small)·500만(full)·5,000만(huge)줄에 묻는 여섯 물음, 한 달의 자료",
    "wall": "자치단체 사이의 벽(행 보안)이 일반 필터보다 얼마나 드는가: 주민 30만(small), 200만(full)줄, 자치단체 229곳",
    "incremental": "하루치 새 기록 1만 건 잇기: 10만 + 10만(small), 100만 + 100만(full)에 더해서",
}


def main(arguments: list[str]) -> int:
    """List the benchmarks, or run one and print its figures. Returns 0 when every goal is met, else 1."""
    parser = argparse.ArgumentParser(
        prog="bench/run", description="두루의 성능 시험. 이름 없이 부르면 목록을 보여 줍니다."
    )
    parser.add_argument("name", nargs="?", choices=sorted(BENCHMARKS))
    parser.add_argument(
        "--size", choices=("small", "full", "huge"), default="small", help="huge는 growth와 statistics에만 있습니다."
    )
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument(
        "--save", action="store_true", help="bench/results에 적어 두어 문서가 이 숫자로 만들어지게 합니다."
    )
    asked = parser.parse_args(arguments)
    if asked.name is None:
        for name, meaning in BENCHMARKS.items():
            print(f"{name:<12} {meaning}")
        return 0
    if asked.size == "huge" and asked.name not in ("growth", "statistics"):
        parser.error("huge는 growth와 statistics에만 있습니다.")
    figures, notes = importlib.import_module(f"bench.{asked.name}").run(asked.size)
    if asked.save:
        save(f"{asked.name}-{asked.size}", figures, notes)
    if asked.as_json:
        for figure in figures:
            print(json.dumps(figure.as_dict(machine()), ensure_ascii=False))
    else:
        _print(figures, notes)
    return 0 if all(figure.met for figure in figures) else 1


def save(name: str, figures: list[Figure], notes: list[str]) -> None:
    """Keep one run for the pages of the documentation."""
    RESULTS.mkdir(exist_ok=True)
    where = machine()
    kept = {
        "measured_on": datetime.now(ZoneInfo("Asia/Seoul")).date().isoformat(),
        "figures": [figure.as_dict(where) for figure in figures],
        "notes": notes,
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _print(figures: list[Figure], notes: list[str]) -> None:
    for figure in figures:
        digits = 4 if figure.value < 1 else 2
        peer = (
            f"{figure.peer} {figure.peer_value:,.{digits}f} (비율 {figure.ratio:.2f})"
            if figure.peer_value
            else figure.peer
        )
        print(
            f"{figure.figure:<32} {figure.value:>14,.{digits}f} {figure.unit:<8} 목표 {figure.goal:<8} {'충족' if figure.met else '미달'}  {peer}"
        )
    for note in notes:
        print(f"  {note}")
    print(f"  {machine()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
