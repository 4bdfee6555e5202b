# shellcheck shell=bash
# ./orrery down, ./orrery reset

down_usage() {
  cat <<HELP
./orrery down [NAME...]

Stops every process that ./orrery up started, whoever started it and however that one ended: services first, then NATS
and PostgreSQL. Data is kept. After the first run of a new build it also prepares the class caches that make the next
start fast.

  NAME...   stop these alone, of: $ALL
HELP
}

reset_usage() {
  cat <<HELP
./orrery reset [--yes]

Stops everything and erases all data of this machine's Orrery: database, events, the simulator's world, keys and
passwords. Builds and downloads are kept.

  -y, --yes   do not ask
HELP
}

any_alive() {
  local name
  for name in $ALL; do ! alive "$name" || return 0; done
  return 1
}

command_down() {
  local name names='' front='' back='' everything=no
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help)
        down_usage
        return
        ;;
      -*) die "down does not know $1" "./orrery down --help" ;;
      *)
        name=$(canonical "$1")
        names="$names $name"
        ;;
    esac
    shift
  done
  take_lock
  if [ -z "$names" ]; then
    any_alive || {
      rm -f "$RUN"/*.pid "$RUN"/*.app "$RUN/providers"
      say "Nothing runs."
      release_lock
      return
    }
    names=$ALL everything=yes
  fi
  for name in $names; do
    case $name in postgres | nats) back="$back $name" ;; *) front="$front $name" ;; esac
  done
  # shellcheck disable=SC2086
  stop_all 30 $front
  # shellcheck disable=SC2086
  stop_all 30 $back
  [ $everything = no ] || rm -f "$RUN/providers"
  say "Stopped."
  [ "${CACHES:-now}" = later ] || make_caches
  release_lock
}

# A busy machine shall not keep anybody waiting: what is left over is made the next time.
CACHE_SECONDS=40

# Turns what the services recorded into class caches, two at a time. Interrupting this does no harm.
make_caches() {
  local folder record names='' name total done=0 jobs=0 begin=$SECONDS
  folder=$(app_folder)
  for record in "$folder"/*.aotconf; do
    name=$(basename "$record" .aotconf)
    # Recorded by a run that another one overtook.
    if [ -f "$folder/$name.aot" ]; then rm -f "$record"; elif [ -f "$record" ]; then names="$names $name"; fi
  done
  [ -n "$names" ] || return 0
  find_jdk
  # shellcheck disable=SC2086
  total=$(printf '%s\n' $names | wc -l | tr -d ' ')
  [ -n "$ERASE" ] || say "Preparing a faster next start ..."
  for name in $names; do
    if [ $jobs -eq 0 ] && [ $((SECONDS - begin)) -gt $CACHE_SECONDS ]; then break; fi
    done=$((done + 1))
    progress "  preparing a faster next start, $done/$total (Ctrl-C puts it off)"
    make_cache "$name" "$folder/$name.aotconf" &
    if [ $((jobs += 1)) -ge 2 ]; then
      wait
      jobs=0
    fi
  done
  wait
  progress_over
}

make_cache() {
  local folder words=() word
  folder=$(app_folder)
  while IFS= read -r word; do words+=("$word"); done <<WORDS
$(java_command "$1" create)
WORDS
  if "${words[@]}" </dev/null >"$LOGS/$1.aot.log" 2>&1 9>&-; then
    mv -f "$folder/$1.aot.part" "$folder/$1.aot"
  else
    warn "no class cache for $1: see $LOGS/$1.aot.log"
  fi
  rm -f "$2"
}

command_reset() {
  local answer=''
  if is_help "${1:-}"; then
    reset_usage
    return
  fi
  case ${1:-} in
    -y | --yes) ;;
    '')
      [ -t 0 ] || die "reset erases all data in $ORRERY_HOME" "Say so with ./orrery reset --yes."
      printf 'This stops Orrery and erases all data in %s. Type "yes" to go on: ' "$ORRERY_HOME"
      read -r answer || true
      [ "$answer" = yes ] || die "nothing was erased"
      ;;
    *) die "reset does not know $1" "./orrery reset --help" ;;
  esac
  CACHES=later command_down
  take_lock
  rm -rf "${DATA:?}" "${SECRETS:?}" "${LOGS:?}" "${RUN:?}"
  release_lock
  say "All data is gone; ./orrery up starts afresh."
}
