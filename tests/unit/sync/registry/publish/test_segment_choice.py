"""Which segments are packed anew."""

from __future__ import annotations

from sync.registry.publish.segment_choice import CompactionRule, SegmentRow

RULE = CompactionRule(most_segments=3, small=100, superseded_share=0.5)


def segment(number: int, records: int, live: int | None = None) -> SegmentRow:
    alive = records if live is None else live
    return SegmentRow(f"{number:032x}", number, number, 1, records, alive, 1, bytes(32))


def test_few_whole_segments_stay() -> None:
    assert RULE.choose([segment(1, 1000), segment(2, 10), segment(3, 10)]) == ()
    assert RULE.choose([]) == ()


def test_many_segments_lose_the_small_ones() -> None:
    segments = [segment(1, 1000), *(segment(number, 10) for number in range(2, 5))]
    assert RULE.choose(segments) == tuple(segments[1:])


def test_mostly_superseded_data_is_packed_anew() -> None:
    segments = [segment(1, 1000, 300), segment(2, 10)]
    assert RULE.choose(segments) == tuple(segments)
