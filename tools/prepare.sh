# Sourced by ./start and ./check: says things, installs what is missing, builds a preset quietly.
# Expects the tree's root as the working folder and `yes` set to 1 where --yes was given.

build_packages=(g++ cmake ninja-build pkg-config ccache
  libsqlite3-dev libsodium-dev libzstd-dev libexpected-dev libcli11-dev nlohmann-json3-dev libqrencode-dev libical-dev
  libasio-dev libicu-dev libpng-dev libzxing-dev esbuild)
check_packages=(git ca-certificates python3 libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev
  clang clang-format clang-tidy lld libclang-rt-dev node-typescript faketime)
long_packages=(gcovr chromium iproute2 tor)

say() { printf '%s\n' "$*" >&2; }

stop() {
  say "$*"
  exit 1
}

is_installed() { [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# install_missing PACKAGE…: one apt line, shown and asked once.
install_missing() {
  if ! command -v apt-get dpkg-query >/dev/null; then
    stop "This machine has no apt; kith needs what Debian calls: $*."
  fi
  local missing=() package
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  local line="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  local run=(env DEBIAN_FRONTEND=noninteractive sh -c "$line")
  if ((EUID != 0)); then
    command -v sudo >/dev/null || stop "As root, run: $line"
    run=(sudo "${run[@]}")
    say "Missing: ${missing[*]}. This installs them, with sudo:"
  else
    say "Missing: ${missing[*]}. This installs them:"
  fi
  say "  $line"
  may_install || stop "Nothing was installed. Run the line above yourself, or say --yes."
  mkdir -p build
  logged build/install.log "${run[@]}" || stop "Installing failed; build/install.log has all of it."
}

may_install() {
  ((yes)) && return 0
  [[ -t 0 ]] || return 1
  local answer
  read -r -p "Go ahead? [Y/n] " answer
  [[ $answer == "" || $answer == [yY]* ]]
}

# logged FILE COMMAND…: all output goes to FILE; its end is shown if the command fails.
logged() {
  local log=$1
  shift
  if ! "$@" >>"$log" 2>&1; then
    tail -n 40 "$log" >&2
    return 1
  fi
}

# build PRESET TARGET…: configure and build, with one moving line on a terminal.
build() {
  local preset=$1 log=build/$1/build.log how=()
  shift
  # What is built from nothing is built as a whole; who goes on working in it has chosen already. The long
  # check asks of the fuzz build that each file includes what it uses, and gives clang-tidy file by file; of the
  # tests it asks what the fuzz build alone does in a short one: to watch locals after their scope, and pointers.
  [[ -f build/$preset/CMakeCache.txt ]] || how=(-DKITH_UNITY=ON -DKITH_AFTER_SCOPE=OFF)
  case ${depth-}.$preset in
    normal.dev) how+=(-DKITH_REPLAY=OFF) ;;  # the fuzz build begins with the same corpus
    quick.dev) how+=(-DKITH_REPLAY=ON) ;;
    long.dev) how+=(-DKITH_REPLAY=ON -DKITH_AFTER_SCOPE=ON -DKITH_POINTERS=ON) ;;
    normal.fuzz) how+=(-DKITH_UNOPTIMIZED=ON) ;;
    long.fuzz) how=(-DKITH_UNITY=OFF -DKITH_UNOPTIMIZED=OFF -DKITH_POINTERS=ON) ;;
  esac
  mkdir -p "build/$preset"
  : >"$log"
  [[ -t 2 ]] || say "building $preset"
  logged "$log" cmake --preset "$preset" "${how[@]}" || stop "Configuring failed; $log has all of it."
  if ! NINJA_STATUS='[%f/%t] ' cmake --build "build/$preset" --target "$@" 2>&1 | progress "$preset" "$log"; then
    grep -E -A12 'FAILED:|error:|undefined reference' "$log" | head -n 40 >&2 || tail -n 40 "$log" >&2
    stop "Building $preset failed; $log has all of it."
  fi
}

progress() {
  local line
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$2"
    if [[ -t 2 && $line =~ ^\[([0-9]+/[0-9]+)\] ]]; then
      printf '\r\033[Kbuilding %s %s' "$1" "${BASH_REMATCH[1]}" >&2
    fi
  done
  [[ ! -t 2 ]] || printf '\r\033[K' >&2
}
