"""How gunicorn serves the doors: bounded, and the same here as in production."""

import gc
import os
from pathlib import Path

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gevent"
worker_connections = 1000
backlog = 1024

# A request's head has this long to arrive, also on a kept-open connection; a body has its own.
keepalive = 5
# A worker that does not even yield for this long hangs, and is replaced.
timeout = 60
# Longer than the longest answer (45 s): a deploy lets open streams finish.
graceful_timeout = 50

limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
# X_Shopify_Hmac_Sha256 must never pass for X-Shopify-Hmac-Sha256.
header_map = "drop"
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")

# The heartbeat file is touched every second; on a disk that can block the whole worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True


def worker_exit(_arbiter: object, _worker: object) -> None:
    """What the interpreter would take apart, object by object, is left to the system: that took
    seconds, in which the address was still held and its successor could not listen."""
    gc.freeze()
