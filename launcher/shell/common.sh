# shellcheck shell=bash
# What every command needs: words, colours, folders, locks. Works with the bash 3.2 of macOS.

ORRERY_HOME=${ORRERY_HOME:-$ORRERY_ROOT/.orrery}
mkdir -p "$ORRERY_HOME" 2>/dev/null || {
  printf 'orrery: cannot write to %s\n        Set ORRERY_HOME to a folder of yours.\n' "$ORRERY_HOME" >&2
  exit 1
}
ORRERY_HOME=$(cd "$ORRERY_HOME" && pwd -P)
export ORRERY_HOME
RUN=$ORRERY_HOME/run
LOGS=$ORRERY_HOME/logs
SECRETS=$ORRERY_HOME/secrets
DATA=$ORRERY_HOME/data

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  BOLD=$'\e[1m' DIM=$'\e[2m' RED=$'\e[31m' GREEN=$'\e[32m' YELLOW=$'\e[33m' PLAIN=$'\e[0m' ERASE=$'\r\e[K'
else
  BOLD='' DIM='' RED='' GREEN='' YELLOW='' PLAIN='' ERASE=''
fi

say() { printf '%s\n' "$*"; }

# A line that the next one replaces, on a terminal; nothing elsewhere.
progress() { [ -z "$ERASE" ] || printf '%s%s%s%s' "$ERASE" "$DIM" "$*" "$PLAIN"; }
progress_over() { [ -z "$ERASE" ] || printf '%s' "$ERASE"; }

# First argument: what is wrong. The others: what to do about it, a line each.
die() {
  progress_over
  printf '%sorrery: %s%s\n' "$RED" "$1" "$PLAIN" >&2
  shift
  local line
  for line in "$@"; do printf '        %s\n' "$line" >&2; done
  exit 1
}

warn() { printf '%s%s%s\n' "$YELLOW" "$*" "$PLAIN" >&2; }

# Whether the words $1 hold the word $2.
has() {
  local word
  for word in $1; do [ "$word" != "$2" ] || return 0; done
  return 1
}

is_help() { case ${1:-} in -h | --help | help) return 0 ;; *) return 1 ;; esac }

# The secret of that name, which the deploy step made.
secret() { cat "$SECRETS/$1" 2>/dev/null || die "the secret $SECRETS/$1 is missing" "./orrery up makes it."; }

# One `up`, `down` or `reset` at a time. The lock ends with this process, however it ends.
take_lock() {
  local file=$ORRERY_HOME/lock holder
  if command -v flock >/dev/null; then
    exec 9>>"$file"
    flock -n 9 || die "another ./orrery is starting or stopping things here" "Wait for it, then try again."
  else
    holder=$(cat "$file" 2>/dev/null || true)
    if [ -n "$holder" ] && kill -0 "$holder" 2>/dev/null; then
      die "another ./orrery (pid $holder) is starting or stopping things here" "Wait for it, then try again."
    fi
    echo $$ >"$file"
  fi
}

release_lock() {
  if command -v flock >/dev/null; then exec 9>&-; else rm -f "$ORRERY_HOME/lock"; fi
}

# Seconds since then, as people say it.
duration() {
  local s=$1
  if [ "$s" -lt 120 ]; then
    echo "${s} s"
  elif [ "$s" -lt 7200 ]; then
    echo "$((s / 60)) min"
  elif [ "$s" -lt 172800 ]; then
    echo "$((s / 3600)) h"
  else echo "$((s / 86400)) days"; fi
}

# The status code of GET http://127.0.0.1:$1$2, or nothing. Needs no tool but bash.
http_status() {
  local line=''
  { exec 7<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&7 || true
  IFS= read -r -t 2 line <&7 || true
  exec 7>&-
  line=${line#* }
  printf '%s' "${line%% *}"
}

port_answers() { (exec 7<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
