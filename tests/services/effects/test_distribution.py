"""Changes of one figure, in buckets that meet without a gap."""

from decimal import Decimal

import pytest

from advice.services.effects import PanelCount, distributions

LABELS = [
    "少 10,000 元以上",
    "少 1,000 到 10,000 元",
    "少 100 到 1,000 元",
    "少 100 元以内",
    "不变",
    "多 100 元以内",
    "多 100 到 1,000 元",
    "多 1,000 到 10,000 元",
    "多 10,000 元以上",
]


def spread(*changes, assessed=10):
    return distributions(PanelCount(assessed=assessed, changes={"payoff": list(changes)}))[0]


def filled(distribution):
    return {bucket.label: bucket.count for bucket in distribution.buckets if bucket.count}


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ("0.01", "多 100 元以内"),
        ("100.00", "多 100 元以内"),
        ("100.01", "多 100 到 1,000 元"),
        ("1000.00", "多 100 到 1,000 元"),
        ("1000.01", "多 1,000 到 10,000 元"),
        ("10000.01", "多 10,000 元以上"),
        ("-0.01", "少 100 元以内"),
        ("-100.00", "少 100 元以内"),
        ("-100.01", "少 100 到 1,000 元"),
        ("-10000.01", "少 10,000 元以上"),
    ],
)
def test_a_change_is_in_one_bucket(change, label):
    assert filled(spread(change)) == {label: 1, "不变": 9}


def test_buckets_stand_from_the_largest_fall_to_the_largest_rise():
    distribution = spread("5.00", "-5.00")

    assert [bucket.label for bucket in distribution.buckets] == LABELS
    assert sum(bucket.count for bucket in distribution.buckets) == 10


def test_those_that_stay_count_in_the_median():
    assert spread("4.00", "6.00", assessed=3).median == Decimal("4.00")
    assert spread("4.00", "6.00", assessed=5).median == Decimal("0.00")
    assert spread("4.00", "6.01", assessed=2).median == Decimal("5.005")


def test_the_lowest_and_the_highest_are_told():
    distribution = spread("-7.00", "3.00")

    assert (distribution.lowest, distribution.highest) == (Decimal("-7.00"), Decimal("3.00"))
    assert distribution.changed == 2
    assert distribution.label == "结清总额"


def test_nobody_assessed_is_no_distribution():
    assert distributions(PanelCount()) == []
    assert spread(assessed=1).changed == 0
