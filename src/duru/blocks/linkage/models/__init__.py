"""Links and the decisions above them, the review of doubtful ones, samples of accuracy, models."""

from duru.blocks.linkage.models.accuracy import AccuracyItem, AccuracySample
from duru.blocks.linkage.models.links import HumanDecision, Link, LinkRun
from duru.blocks.linkage.models.online import ComparedRecord, CountedValue
from duru.blocks.linkage.models.reviews import LinkProposal, ReviewAnswer, ReviewRule
from duru.blocks.linkage.models.trained import LinkageModel

__all__ = [
    "AccuracyItem",
    "AccuracySample",
    "ComparedRecord",
    "CountedValue",
    "HumanDecision",
    "Link",
    "LinkProposal",
    "LinkRun",
    "LinkageModel",
    "ReviewAnswer",
    "ReviewRule",
]
