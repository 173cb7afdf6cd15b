# Sourced by ./run and ./test: finds what is missing on this machine and installs it where that is possible.
# Debian and root: through apt. Elsewhere: prints the exact command and stops.

say() { printf '%s\n' "$*" >&2; }

# ensure_dotnet: the SDK that global.json asks for.
ensure_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1; then
    say "The .NET 10 SDK is missing. Get it from https://dotnet.microsoft.com/download/dotnet/10.0 (Debian: package dotnet-sdk-10.0 of packages.microsoft.com), then type the command again."
    exit 3
  fi
  if ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    say "A .NET 10 SDK is needed; found: $(dotnet --list-sdks 2>/dev/null | tr '\n' ';'). Get it from https://dotnet.microsoft.com/download/dotnet/10.0"
    exit 3
  fi
}

# ensure_packages PROGRAM=PACKAGE ...: PROGRAM is looked for on the PATH, or as a file when it starts with a slash.
ensure_packages() {
  local missing=() pair program
  for pair in "$@"; do
    program=${pair%%=*}
    case $program in
      /*) [ -e "$program" ] || missing+=("${pair#*=}") ;;
      *) command -v "$program" >/dev/null 2>&1 || missing+=("${pair#*=}") ;;
    esac
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  local command="apt-get install -y --no-install-recommends ${missing[*]}"
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing what is missing: ${missing[*]}"
    if ! DEBIAN_FRONTEND=noninteractive $command >&2 2>/dev/null; then
      apt-get update >&2 || { say "apt-get update failed. Check the network, or install by hand: $command"; exit 3; }
      DEBIAN_FRONTEND=noninteractive $command >&2 || { say "Could not install. Try by hand: $command"; exit 3; }
    fi
  elif command -v apt-get >/dev/null 2>&1; then
    say "Missing: ${missing[*]}. Type this, then the command again:"
    say "  sudo $command"
    exit 3
  elif command -v brew >/dev/null 2>&1; then
    say "Missing: ${missing[*]}. Type this, then the command again:"
    say "  brew install ${missing[*]}"
    exit 3
  else
    say "Missing: ${missing[*]}. Install them with your system's package manager (Fedora: dnf install ${missing[*]}; Windows: winget install ${missing[*]}), then type the command again."
    exit 3
  fi
}

# newer_than STAMP PATH...: whether any source is newer than the stamp.
newer_than() {
  local stamp=$1
  shift
  [ -e "$stamp" ] || return 0
  [ -n "$(find "$@" \( -name bin -o -name obj \) -prune -o -type f -newer "$stamp" -print -quit 2>/dev/null)" ]
}
