"""An author's habit stands out only when it surely does."""

import pytest

from bot.churn.person import Habit, stands_out


@pytest.mark.parametrize(
    ("changed", "comments", "expected"),
    [(0, 0, False), (2, 3, False), (3, 3, True), (3, 30, False), (5, 100, False), (8, 100, True), (0, 500, False)],
)
def test_few_comments_prove_nothing(changed: int, comments: int, expected: bool) -> None:
    assert stands_out(Habit(changed=changed, comments=comments, rate=0.01)) is expected
