"""What every test may rely on."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A loaded machine is slow, not wrong: no example has a deadline.
settings.register_profile(
    "checkpoint",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("checkpoint")
