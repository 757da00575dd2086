"""Train the model that comes with the product on the demo district: `python -m tests.blocks.linkage.train_shipped`.

Writes src/duru/blocks/linkage/engine/model_shipped.json. Learns without the truth; deterministic for a seed.
"""

import hashlib
from dataclasses import replace

from duru.blocks.linkage.engine.model import SHIPPED, shipped_model
from duru.blocks.linkage.engine.train import train
from tests.blocks.linkage.district import TODAY, District, draw_district

N_PEOPLE = 300_000
SEED = 3


def write_shipped(district: District) -> None:
    trained = train(shipped_model(), register=district.register, mentions=district.mentions)
    provenance = {
        "data": "지어낸 해오름구 30만 명(실제 사람 없음)",
        "n_people": N_PEOPLE,
        "seed": SEED,
        "n_register": trained.n_register,
        "n_mentions": trained.n_mentions,
        "trained_on": TODAY.isoformat(),
        "method": "정답 없이 기록끼리의 같고 다름만 세어 배움(기댓값 최대화, EM)",
        "blocks": [vars(block) for block in trained.blocks],
        "caution": "지어낸 자료로 배웠으므로 실제 기록에서는 다를 수 있습니다. 우리 기록으로 다시 배우게 하고 표본으로 재세요.",
    }
    model = replace(trained.model, name="두루 기본 모형", provenance={})
    provenance["numbers_sha256"] = hashlib.sha256(model.to_json().encode()).hexdigest()[:16]
    SHIPPED.write_text(replace(model, provenance=provenance).to_json(), encoding="utf-8")


if __name__ == "__main__":
    write_shipped(draw_district(N_PEOPLE, seed=SEED))
