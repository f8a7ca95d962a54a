"""One line out of two texts, each with shorter and shorter ways to say it."""

from collections.abc import Sequence

from textual.content import Content

MIN_GAP = 2
"""Cells between the two."""


def fit_two(left: Sequence[Content], right: Sequence[Content], width: int) -> Content:
    """The longest pair that fits, shortening in turns, left first; cut with « … » when even the shortest does not.

    Args:
        left, right: From the longest to the shortest.
        width: Terminal cells of the line.
    """
    if not right:
        return first_fitting(left, width)
    one = other = 0
    while left[one].cell_length + right[other].cell_length + MIN_GAP > width:
        shorter_left, shorter_right = one + 1 < len(left), other + 1 < len(right)
        if shorter_right and (other <= one or not shorter_left):
            other += 1
        elif shorter_left:
            one += 1
        else:
            break
    start: Content = left[one]
    end: Content = right[other]
    room = max(0, width - end.cell_length - MIN_GAP)
    if start.cell_length > room:
        start = start.truncate(room, ellipsis=True)
    gap = max(0, width - start.cell_length - end.cell_length)
    return Content.assemble(start, " " * gap, end)


def first_fitting(texts: Sequence[Content], width: int) -> Content:
    """The first that fits, else the last, cut."""
    for text in texts:
        if text.cell_length <= width:
            return text
    return texts[-1].truncate(width, ellipsis=True) if texts else Content()
