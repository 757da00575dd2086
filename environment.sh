# shellcheck shell=bash
# Sourced by ./run and ./check: makes .venv from a lock file of hashes, and nothing when it is made already.
# A stamp inside .venv holds the hash of what it was made from, so that the second start costs milliseconds.

VENV=.venv
export UV_PYTHON_DOWNLOADS=never PIP_DISABLE_PIP_VERSION_CHECK=1
# Some containers forbid Python to keep compiled files; every start would then compile the house anew (17 s instead of 4).
unset PYTHONDONTWRITEBYTECODE

# A bundle for offices without internet carries its packages in wheels/ (`duru bundle`).
OFFLINE=()
[[ -d wheels ]] && OFFLINE=(--no-index --find-links wheels)

say() { if [[ -t 2 ]]; then printf '\033[1m%s\033[0m\n' "$*" >&2; else printf '%s\n' "$*" >&2; fi; }
stop_with() { printf '%s\n' "$*" >&2; exit 1; }

as_root() { [[ $(id -u) == 0 ]] || printf sudo; }
packages_missing() { stop_with "파이썬 꾸러미를 받지 못했습니다. 인터넷(또는 사내 저장소 설정)을 살핀 뒤 다시 하십시오. 인터넷이 없는 곳에는 duru bundle로 만든 묶음을 쓰십시오."; }

find_python() {
  local each
  for each in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if command -v "$each" >/dev/null && "$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$each"
      return
    fi
  done
  stop_with "파이썬 3.11 이상이 없습니다. 데비안·우분투라면 다음을 한 뒤 다시 하십시오:  $(as_root) apt-get install -y python3 python3-venv"
}

hash_of() { cat "$@" | sha256sum | cut -d' ' -f1; }

# make_environment LOCK_FILE NAME: sync .venv to the lock file unless the stamp says that it is.
make_environment() {
  local lock=$1 name=$2 python wanted
  wanted=$(hash_of "$lock")
  # The development lock holds everything of the runtime lock, so either will do for running.
  if [[ -x $VENV/bin/duru ]] && { stamped "$name" "$wanted" || { [[ $name == run ]] && stamped check "$(hash_of requirements-dev.lock)"; }; }; then
    install_ourselves
    return
  fi
  python=$(find_python)
  if [[ ! -x $VENV/bin/python ]] || ! "$VENV/bin/python" -c '' 2>/dev/null; then
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
      stop_with "파이썬에 venv가 없습니다. 다음을 한 뒤 다시 하십시오:  $(as_root) apt-get install -y python3-venv"
    say "파이썬 환경을 만듭니다 ($VENV)"
    "$python" -m venv --clear "$VENV" ||
      stop_with "파이썬 환경을 만들지 못했습니다. 위 글을 보고, 이 폴더에 쓸 수 있는지와 남은 디스크를 살핀 뒤 다시 하십시오."
  fi
  rm -f "$VENV"/duru-*.stamp
  say "파이썬 꾸러미를 설치합니다 ($lock)"
  install_uv "$lock"
  # An index that is set up for pip alone is unknown to uv: then pip does the same work, slower.
  if ! "$VENV/bin/uv" pip sync --quiet --python "$VENV/bin/python" "${OFFLINE[@]}" --require-hashes "$lock"; then
    say "uv로 받지 못해 pip으로 설치합니다"
    "$VENV/bin/python" -m pip install --quiet "${OFFLINE[@]}" --require-hashes --no-deps -r "$lock" || packages_missing
  fi
  echo "$wanted" >"$VENV/duru-$name.stamp"
  install_ourselves
}

stamped() { [[ -f $VENV/duru-$1.stamp && $(<"$VENV/duru-$1.stamp") == "$2" ]]; }

# uv itself comes from the lock file too, with its hashes.
install_uv() {
  local wanted
  wanted=$(sed -n 's/^uv==\([^ ]*\).*/\1/p' "$1")
  [[ $("$VENV/bin/uv" --version 2>/dev/null) == "uv $wanted"* ]] && return
  local only
  only=$(mktemp)
  awk '/^uv==/ { on = 1 } on { print } on && !/\\$/ { exit }' "$1" >"$only"
  "$VENV/bin/python" -m pip install --quiet "${OFFLINE[@]}" --require-hashes --no-deps -r "$only" || packages_missing
  rm -f "$only"
}

# Our own package: editable, and built with what the lock file brought, never with something fetched for the build.
install_ourselves() {
  local wanted
  wanted=$(hash_of pyproject.toml)
  stamped self "$wanted" && [[ -x $VENV/bin/duru ]] && return
  "$VENV/bin/uv" pip install --quiet --offline --python "$VENV/bin/python" --no-deps --no-build-isolation --editable . ||
    "$VENV/bin/python" -m pip install --quiet --no-index --no-deps --no-build-isolation --editable .
  echo "$wanted" >"$VENV/duru-self.stamp"
}
