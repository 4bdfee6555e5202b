#!/usr/bin/env bash
# A podman of one's own, for tests and for trying things out: podman.sh serve FOLDER [--until-eof]
#
# Serves the engine's API at FOLDER/podman.sock until it is ended, or until its standard input ends. It has its own storage (in FOLDER), its own network and its own
# processes, so that nothing of it touches the machine's, and all of it ends when this process does. Two images are in
# it: localhost/orrery/busybox:1 waits until it is stopped, localhost/orrery/ends:1 ends at once.
#
# The podman is that of $ORRERY_PODMAN_ROOT or $ORRERY_HOME/podman/root, where Debian's packages are unpacked when they are
# not there yet; the system is not changed. Ends with 3 and the reason when this machine cannot run containers like that.
set -euo pipefail

PACKAGES='podman conmon runc netavark aardvark-dns iptables busybox-static libgpgme11 libassuan0 libsubid4 libyajl2
  libseccomp2 libdevmapper1.02.1 libip4tc2 libip6tc2 libxtables12 libnftnl11 libnfnetlink0 libnetfilter-conntrack3 libmnl0'

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${ORRERY_HOME:-$(dirname "$(dirname "$here")")/.orrery}
root=${ORRERY_PODMAN_ROOT:-$home/podman/root}

cannot() {
  printf 'no containers here: %s\n' "$*" >&2
  exit 3
}

download() {
  cd "$1"
  shift
  apt-get -qq -o APT::Sandbox::User=root download "$@"
}

fetch() {
  [ ! -x "$root/usr/bin/podman" ] || return 0
  command -v apt-get >/dev/null || cannot "podman is fetched as Debian's packages, and this system has no apt-get"
  mkdir -p "$(dirname "$root")"
  exec 9>"$(dirname "$root")/.lock"
  flock 9
  [ ! -x "$root/usr/bin/podman" ] || return 0
  local part=$root.part package
  rm -rf "$part"
  mkdir -p "$part/packages" "$part/root"
  # shellcheck disable=SC2086
  (download "$part/packages" $PACKAGES) >"$part/log" 2>&1 ||
    { apt-get -qq update && (download "$part/packages" $PACKAGES); } >>"$part/log" 2>&1 ||
    cannot "podman's packages could not be fetched: $(grep -E '^E' "$part/log" | tail -1)"
  for package in "$part"/packages/*.deb; do dpkg-deb -x "$package" "$part/root"; done
  ln -sf xtables-nft-multi "$part/root/usr/sbin/iptables"
  ln -sf xtables-nft-multi "$part/root/usr/sbin/ip6tables"
  mv "$part/root" "$root"
  rm -rf "$part"
  exec 9>&-
}

configure() {
  local files processes
  files=$(ulimit -Hn) processes=$(ulimit -Hu)
  [ "$files" != unlimited ] || files=1048576
  [ "$processes" != unlimited ] || processes=4194304
  mkdir -p "$1/home/.config/containers" "$1/networks"
  printf '%s\n' '{"default": [{"type": "insecureAcceptAnything"}]}' >"$1/home/.config/containers/policy.json"
  printf '%s\n' 'unqualified-search-registries = []' >"$1/registries.conf"
  cat >"$1/storage.conf" <<TOML
[storage]
driver = "$2"
graphroot = "$1/storage"
runroot = "$1/run"
TOML
  cat >"$1/containers.conf" <<TOML
[containers]
default_ulimits = ["nofile=$files:$files", "nproc=$processes:$processes"]
[engine]
# Each container and each volume takes one, and the 2,048 of podman's default are gone after a thousand instances.
num_locks = 16384
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
conmon_path = ["$root/usr/bin/conmon"]
helper_binaries_dir = ["$root/usr/lib/podman"]
[engine.runtimes]
runc = ["$root/usr/sbin/runc"]
[network]
network_backend = "netavark"
network_config_dir = "$1/networks"
TOML
}

image() {
  local tree=$1/image name
  mkdir -p "$tree/bin" "$tree/etc" "$tree/tmp"
  cp "$root/bin/busybox" "$tree/bin/"
  for name in sh sleep cat echo ip hostname nproc; do ln -sf busybox "$tree/bin/$name"; done
  tar -C "$tree" -c . | podman import --change 'CMD ["/bin/sh", "-c", "exit 3"]' - orrery/ends:1 >/dev/null
  tar -C "$tree" -c . |
    podman import --change 'CMD ["/bin/sh", "-c", "trap exit TERM INT; echo ready; while :; do sleep 3600 & wait $!; done"]' \
      - orrery/busybox:1 >/dev/null
}

# Whether a container can be made and run with what is configured.
works() {
  image "$1" && podman create --name probe --network none --memory 32m orrery/busybox:1 >/dev/null && podman start probe >/dev/null &&
    podman rm -f -t 0 probe >/dev/null
}

inside() {
  local folder=$1 driver triplet
  # Podman's locks are here, by a name that all podmans of the machine share; those of one that was killed stay taken.
  mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs /dev/shm
  triplet=$(uname -m)-linux-gnu
  export HOME=$folder/home CONTAINERS_CONF=$folder/containers.conf CONTAINERS_STORAGE_CONF=$folder/storage.conf \
    CONTAINERS_REGISTRIES_CONF=$folder/registries.conf PATH=$root/usr/bin:$root/usr/sbin:$PATH \
    LD_LIBRARY_PATH=$root/usr/lib/$triplet:$root/lib/$triplet XTABLES_LIBDIR=$root/usr/lib/$triplet/xtables
  for driver in overlay vfs ''; do
    [ -n "$driver" ] || cannot "podman cannot run one: $(tail -1 "$folder/probe.log")"
    configure "$folder" "$driver"
    works "$folder" >"$folder/probe.log" 2>&1 && break
    podman rm -fa >/dev/null 2>&1 || true
    rm -rf "$folder/storage" "$folder/run" 2>/dev/null || true
  done
  # Not exec: this shell is the first process here, and reaps the others.
  podman system service --time=0 "unix://$folder/podman.sock" &
  trap 'podman rm -fa -t 0 >/dev/null 2>&1; exit 0' TERM INT
  local service=$!
  if [ "$2" = --until-eof ]; then
    # A shell gives its background jobs no standard input of their own accord.
    cat <&0 >/dev/null &
    wait -n
    podman rm -fa -t 0 >/dev/null 2>&1 || true
  else
    wait $service
  fi
}

case ${1:-} in
  serve)
    [ $# -ge 2 ] || { echo "podman.sh serve FOLDER [--until-eof]" >&2; exit 2; }
    [ "$(uname -s)" = Linux ] || cannot "this is not Linux"
    [ "$(id -u)" = 0 ] || cannot "only root may, and this is $(id -un)"
    fetch
    mkdir -p "$2"
    folder=$(cd "$2" && pwd -P)
    unshare --net --mount --pid true 2>/dev/null || cannot "namespaces of one's own are not allowed"
    exec unshare --net --mount --pid --fork --kill-child --mount-proc "${BASH_SOURCE[0]}" inside "$folder" "${3:-}"
    ;;
  inside) inside "$2" "${3:-}" ;;
  *)
    echo "podman.sh serve FOLDER [--until-eof]" >&2
    exit 2
    ;;
esac
