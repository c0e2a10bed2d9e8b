import pytest
import test_exercises as every

from helpers.checks import nb05


@pytest.mark.parametrize("part", [nb05.first, nb05.second, nb05.third])
def test_each_part_of_the_bug_hunt_is_an_exercise(part, record_property):
    assert part.code.strip() in every.solutions()["bug_hunt"]
    every.test_the_solution_passes(part)
    every.test_each_mistake_gets_its_own_words(part)
    every.test_no_wrong_mutant_passes(part, record_property)
