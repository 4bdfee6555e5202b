# shellcheck shell=bash
# ./orrery status, ./orrery logs

status_usage() {
  cat <<HELP
./orrery status

Every process with its pid, port, health, resident memory, and since when it runs. Ends with 0 when everything is
ready, with 1 when something is not.
HELP
}

# Resident kilobytes of a process and its children, shared pages counted once.
memory_of() {
  local pid kilobytes=0 one
  for pid in $1 $(children_of "$1"); do
    if [ -r "/proc/$pid/smaps_rollup" ]; then
      one=$(awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup" 2>/dev/null) || one=0
    else
      one=$(ps -o rss= -p "$pid" 2>/dev/null) || one=0
    fi
    kilobytes=$((kilobytes + ${one:-0}))
  done
  echo "$kilobytes"
}

children_of() {
  if [ -r "/proc/$1/task/$1/children" ]; then cat "/proc/$1/task/$1/children"; else pgrep -P "$1" 2>/dev/null || true; fi
}

# Seconds that process has been running.
age_of() {
  local ticks up
  if [ -d /proc/self ]; then
    ticks=$(started_at "$1") || return 0
    read -r up _ </proc/uptime
    echo $((${up%.*} - ticks / $(getconf CLK_TCK)))
  else
    ps -o etime= -p "$1" | awk '{ n = split($1, part, /[-:]/); s = part[n] + 60 * part[n-1]
      if (n > 2) s += 3600 * part[n-2]; if (n > 3) s += 86400 * part[n-3]; print s }'
  fi
}

command_status() {
  if is_help "${1:-}"; then
    status_usage
    return
  fi
  [ $# -eq 0 ] || die "status takes no arguments"
  local name pid port health colour kilobytes total=0 all_ready=yes since
  printf '%s%-16s %8s %6s  %-10s %8s  %s%s\n' "$BOLD" PROCESS PID PORT HEALTH MEMORY SINCE "$PLAIN"
  for name in $(ours); do
    # The pid comes first: a process that has just ended is not healthy, whatever it said a moment ago.
    pid=$(pid_of "$name") || pid=''
    health=down
    [ -z "$pid" ] || health=$(health_of "$name")
    port=$(port_of "$name")
    case $health in ready) colour=$GREEN ;; down) colour=$DIM ;; *) colour=$YELLOW ;; esac
    # Gone without having been told to.
    if [ "$health" = down ] && [ -e "$RUN/$name.pid" ]; then health=crashed colour=$RED; fi
    [ "$health" = ready ] || all_ready=no
    if [ -n "$pid" ]; then
      kilobytes=$(memory_of "$pid")
      total=$((total + kilobytes))
      since=$(duration "$(age_of "$pid")")
      printf '%-16s %8s %6s  %s%-10s%s %5s MB  %s\n' "$name" "$pid" "${port:--}" "$colour" "$health" "$PLAIN" "$((kilobytes / 1024))" "$since"
    else
      printf '%-16s %8s %6s  %s%-10s%s %8s  %s\n' "$name" - "${port:--}" "$colour" "$health" "$PLAIN" - -
    fi
  done
  if [ $total -gt 0 ]; then printf '%-16s %8s %6s  %-10s %5s MB\n' together '' '' '' $((total / 1024)); fi
  own_database && say "PostgreSQL: yours, $ORRERY_DATABASE_URL"
  own_nats && say "NATS: yours, $ORRERY_NATS_URL"
  [ $all_ready = yes ]
}

logs_usage() {
  cat <<HELP
./orrery logs [NAME] [-f]

The last lines of every process's log, or of NAME's.

  -f, --follow   go on as they write
  NAME           one of: $ALL, build
HELP
}

command_logs() {
  local follow='' name='' file files=() lines=40
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help)
        logs_usage
        return
        ;;
      -f | --follow) follow=-f ;;
      -*) die "logs does not know $1" "./orrery logs --help" ;;
      build) name=build ;;
      *) name=$(canonical "$1") ;;
    esac
    shift
  done
  if [ -n "$name" ]; then
    [ -f "$LOGS/$name.log" ] || die "$name has not written a log yet"
    files=("$LOGS/$name.log") lines=200
  else
    for name in $ALL; do
      file=$LOGS/$name.log
      [ ! -f "$file" ] || files+=("$file")
    done
    [ ${#files[@]} -gt 0 ] || die "nothing has written a log yet" "./orrery up starts everything."
  fi
  # shellcheck disable=SC2086
  exec tail -n $lines $follow "${files[@]}"
}
