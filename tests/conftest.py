"""What every test may rely on."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Lanes made by tests keep their keys in files: never in the key store of whoever runs the tests,
# nor in a backend that some test defines (keyring finds those by itself). Programs that tests
# start inherit this.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# A loaded machine is slow, not wrong: no example has a deadline.
settings.register_profile(
    "checkpoint",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
    max_examples=40,
)
# The long runs (`bootstrap.py test --full`) look further.
settings.register_profile("full", settings.get_profile("checkpoint"), max_examples=400)
settings.load_profile("checkpoint")
