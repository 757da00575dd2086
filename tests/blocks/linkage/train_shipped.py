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
        "data": "invented district of duru.demo (no real person), frames of tests/blocks/linkage/district.py",
        "n_people": N_PEOPLE,
        "seed": SEED,
        "n_register": trained.n_register,
        "n_mentions": trained.n_mentions,
        "trained_on": TODAY.isoformat(),
        "method": "EM over pattern counts, u floating inside each block, truth not used",
        "blocks": [vars(block) for block in trained.blocks],
        "caution": "Invented data by the same hands as the reader of names; retrain on the tenant's own records.",
    }
    model = replace(trained.model, name="두루 기본 모형", provenance={})
    provenance["numbers_sha256"] = hashlib.sha256(model.to_json().encode()).hexdigest()[:16]
    SHIPPED.write_text(replace(model, provenance=provenance).to_json(), encoding="utf-8")


if __name__ == "__main__":
    write_shipped(draw_district(N_PEOPLE, seed=SEED))
