"""No test fails because the machine is slow or busy."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st


@settings(max_examples=2)
@given(st.integers())
def test_a_property_may_take_its_time(number):
    time.sleep(0.3)  # of itself hypothesis allows 0.2 seconds
