#!/usr/bin/env bash
# Prints the path of a nats-server that is new enough, and fetches one when this machine has none.
#
# The fetched server lives in $ORRERY_HOME/bin and nothing of the system changes. Sources, in order:
#   1. $ORRERY_NATS_SERVER, a binary of your own
#   2. a nats-server on the PATH, if it is at least $NEEDED (older ones cannot sync every write)
#   3. $ORRERY_HOME/bin/nats-server, from an earlier run that looked for the same release
#   4. Debian and its relatives: the distribution's own package, verified by its archive key, unpacked in a private root
#   5. the official release on GitHub, verified against its checksums
# Safe to run twice at once: the second one waits, then finds what the first one fetched.
set -euo pipefail

NEEDED=2.10.0
# What is fetched is newer, where that is to be had: from 2.12 on, many events cost one write.
RELEASE=v2.15.1

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${ORRERY_HOME:-$(dirname "$here")/.orrery}
target=$home/bin/nats-server

say() { printf '%s\n' "$*" >&2; }

die() {
  say "orrery: $1"
  shift
  for line in "$@"; do say "        $line"; done
  exit 1
}

version_of() { "$1" --version 2>/dev/null | grep -oE '[0-9]+\.[0-9]+\.[0-9]+' | head -1; }

new_enough() {
  local version
  version=$(version_of "$1") || return 1
  [ -n "$version" ] && [ "$(printf '%s\n%s\n' "$NEEDED" "$version" | sort -V | head -1)" = "$NEEDED" ]
}

answer() {
  printf '%s\n' "$1"
  exit 0
}

find_one() {
  if [ -n "${ORRERY_NATS_SERVER:-}" ]; then
    new_enough "$ORRERY_NATS_SERVER" ||
      die "ORRERY_NATS_SERVER=$ORRERY_NATS_SERVER is not a nats-server of version $NEEDED or newer"
    answer "$ORRERY_NATS_SERVER"
  fi
  local on_path
  if on_path=$(command -v nats-server) && new_enough "$on_path"; then answer "$on_path"; fi
  if kept && [ "$(cat "$target.sought" 2>/dev/null)" = "$RELEASE" ]; then answer "$target"; fi
}

kept() { [ -x "$target" ] && new_enough "$target"; }

# Runs apt in a root of its own. The machine's proxy settings are kept, its hooks and sources are not.
from_distribution() {
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
  local id='' id_like='' keyring mirror components suites suite
  # shellcheck disable=SC1091
  eval "$(. /etc/os-release 2>/dev/null && printf 'id=%q id_like=%q' "${ID:-}" "${ID_LIKE:-}")"
  case " $id $id_like " in
    *' ubuntu '*)
      keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg
      mirror=http://archive.ubuntu.com/ubuntu
      [ "$(dpkg --print-architecture)" = amd64 ] || mirror=http://ports.ubuntu.com/ubuntu-ports
      components='main universe' suites='noble questing'
      ;;
    *' debian '*)
      keyring=/usr/share/keyrings/debian-archive-keyring.gpg
      mirror=http://deb.debian.org/debian
      components=main suites='forky sid trixie'
      ;;
    *) return 1 ;;
  esac
  [ -r "$keyring" ] || return 1
  # shellcheck disable=SC2016
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    grep -E '/(debian|ubuntu|ubuntu-ports)/?$' | head -1 | sed 's,/$,,' | grep . || printf '%s\n' "$mirror")

  for suite in $suites; do
    local root=$scratch/$suite
    mkdir -p "$root/etc/apt/apt.conf.d" "$root/etc/apt/preferences.d" "$root/etc/apt/sources.list.d" \
      "$root/etc/apt/trusted.gpg.d" "$root/var/lib/apt/lists/partial" "$root/var/cache/apt/archives/partial" \
      "$root/var/lib/dpkg" "$root/unpacked"
    : >"$root/var/lib/dpkg/status"
    printf 'deb [signed-by=%s] %s %s %s\n' "$keyring" "$mirror" "$suite" "$components" >"$root/etc/apt/sources.list"
    {
      apt-config dump 2>/dev/null | grep -E '^Acquire::(http|https|Retries|Check-)' || true
      printf 'Dir "%s";\nDir::State::status "%s";\n' "$root" "$root/var/lib/dpkg/status"
      printf 'APT::Sandbox::User "root";\nAcquire::Languages "none";\n'
    } >"$root/apt.conf"
    (
      cd "$root"
      export APT_CONFIG=$root/apt.conf
      apt-get -qq update && apt-get -qq download nats-server
    ) >"$scratch/apt.log" 2>&1 || continue
    dpkg-deb -x "$root"/nats-server_*.deb "$root/unpacked" || continue
    found=$(find "$root/unpacked" -type f -name nats-server -perm -u+x | head -1)
    if [ -n "$found" ] && new_enough "$found"; then return 0; fi
  done
  return 1
}

sha256() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1; }

from_release() {
  command -v curl >/dev/null || return 1
  local os arch name base wanted
  os=$(uname -s | tr '[:upper:]' '[:lower:]')
  case $(uname -m) in
    x86_64 | amd64) arch=amd64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) return 1 ;;
  esac
  name=nats-server-$RELEASE-$os-$arch.tar.gz
  base=https://github.com/nats-io/nats-server/releases/download/$RELEASE
  curl -fsSL --retry 2 --connect-timeout 10 -o "$scratch/$name" "$base/$name" 2>"$scratch/curl.log" || return 1
  curl -fsSL --retry 2 --connect-timeout 10 -o "$scratch/SHA256SUMS" "$base/SHA256SUMS" 2>"$scratch/curl.log" || return 1
  wanted=$(awk -v name="$name" '$2 == name { print $1 }' "$scratch/SHA256SUMS")
  if [ -z "$wanted" ] || [ "$(sha256 "$scratch/$name")" != "$wanted" ]; then
    die "the download of $name does not match its published checksum; nothing was installed"
  fi
  tar -xzf "$scratch/$name" -C "$scratch"
  found=$scratch/${name%.tar.gz}/nats-server
  new_enough "$found"
}

lock() {
  mkdir -p "$home/bin"
  if command -v flock >/dev/null; then
    exec 9>"$home/bin/.lock"
    flock -w 300 9 || die "another run has been fetching nats-server for five minutes; remove $home/bin/.lock and try again"
  else
    local waited=0
    until mkdir "$home/bin/.lock.d" 2>/dev/null; do
      [ $((waited += 1)) -lt 300 ] || die "another run has been fetching nats-server; remove $home/bin/.lock.d and try again"
      sleep 1
    done
    trap 'rm -rf "$scratch"; rmdir "$home/bin/.lock.d"' EXIT
  fi
}

find_one
scratch=
trap '[ -z "$scratch" ] || rm -rf "$scratch"' EXIT
lock
find_one
scratch=$(mktemp -d "$home/bin/.fetch.XXXXXX")
found=
say "orrery: fetching nats-server (once, into $home/bin) ..."
from_distribution || from_release || { found=; kept; } || die "no nats-server $NEEDED or newer on this machine, and none could be fetched." \
  "$(tail -1 "$scratch/curl.log" 2>/dev/null || tail -1 "$scratch/apt.log" 2>/dev/null || echo 'no package source and no curl here')" \
  "Install it (https://nats.io/download) or set ORRERY_NATS_SERVER=/path/to/nats-server."
if [ -n "$found" ]; then
  install -m 0755 "$found" "$target.new"
  mv -f "$target.new" "$target"
fi
# Where nothing newer is to be had, it is not looked for at every start.
printf '%s\n' "$RELEASE" >"$target.sought"
answer "$target"
