"""`python -m workers deliveries|indexing|sweeper`: one process, one duty."""

from __future__ import annotations

import os
import sys

from shopify_app.config import InvalidSettings, load_settings
from shopify_app.logs import configure_logging
from workers.jobs import parts
from workers.sweeper import sweep_until_stopped
from workers.working import work_until_stopped

USAGE = "usage: python -m workers deliveries|indexing|sweeper\n"


def main(arguments: list[str]) -> int:
    if arguments not in (["deliveries"], ["indexing"], ["sweeper"]):
        sys.stderr.write(USAGE)
        return 2
    configure_logging()
    try:
        settings = load_settings(os.environ)
    except InvalidSettings as error:
        sys.stderr.write(f"{error}\n")
        return 2
    [duty] = arguments
    if duty == "sweeper":
        sweep_until_stopped(parts())
        return 0
    if duty == "indexing":
        _ = parts().embedder  # refuses to start without one, and the first job need not wait
    parts().doorbell.ring("deliveries" if duty == "deliveries" else "indexing")  # what was missed
    work_until_stopped(duty, settings.redis_url)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
