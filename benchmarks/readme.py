"""Puts measured tables into the README between marks, so that nobody types a figure."""

from collections.abc import Sequence
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def put(mark: str, lines: Sequence[str]) -> None:
    """Replace what stands between `<!-- mark -->` and `<!-- /mark -->`."""
    before, begun, rest = README.read_text(encoding="utf-8").partition(f"<!-- {mark} -->")
    _, ended, after = rest.partition(f"<!-- /{mark} -->")
    if not (begun and ended):
        raise ValueError(f"README.md has no place for {mark}")
    table = "\n".join(lines)
    README.write_text(f"{before}{begun}\n{table}\n{ended}{after}", encoding="utf-8")
