# shellcheck shell=bash
# Processes: where they listen, whether they live, how they start and end. A process is known by its pid and its start
# time, so that a pid which now belongs to somebody else is never signalled.

ALL='postgres nats location-api ipam-api instance-api permissions-api event-handlers gateway simulator'

# Providers that run only when ./orrery up --provider asks for them; from then on, until everything is stopped, they are
# processes like the others.
PROVIDERS='containers'
if [ -f "$RUN/providers" ]; then ALL="$ALL $(tr '\n' ' ' <"$RUN/providers")"; fi

choose_provider() {
  has "simulator $PROVIDERS" "$1" || die "there is no provider '$1' here" "There are: simulator $PROVIDERS"
  has "$ALL" "$1" || {
    mkdir -p -m 700 "$RUN"
    printf '%s\n' "$1" >>"$RUN/providers"
    ALL="$ALL $1"
  }
}

# Turns a name somebody typed into one of ours.
canonical() {
  case $1 in
    postgresql) echo postgres ;;
    location | ipam | instance | permissions) echo "$1-api" ;;
    handlers) echo event-handlers ;;
    *)
      case " $ALL " in
        *" $1 "*) echo "$1" ;;
        *) die "there is no process '$1'" "There are: $ALL" ;;
      esac
      ;;
  esac
}

port_variable_of() {
  case $1 in
    postgres) echo ORRERY_POSTGRES_PORT ;;
    nats) echo ORRERY_NATS_PORT ;;
    nats-monitoring) echo ORRERY_NATS_MONITORING_PORT ;;
    location-api) echo ORRERY_LOCATION_PORT ;;
    ipam-api) echo ORRERY_IPAM_PORT ;;
    instance-api) echo ORRERY_INSTANCE_PORT ;;
    permissions-api) echo ORRERY_PERMISSIONS_PORT ;;
    event-handlers) echo ORRERY_HANDLERS_PORT ;;
    gateway) echo ORRERY_GATEWAY_PORT ;;
  esac
}

# Nothing for a process that does not listen.
port_of() {
  local variable fallback
  variable=$(port_variable_of "$1")
  case $1 in
    gateway) fallback=4000 ;;
    location-api) fallback=4001 ;;
    ipam-api) fallback=4002 ;;
    instance-api) fallback=4003 ;;
    permissions-api) fallback=4004 ;;
    event-handlers) fallback=4005 ;;
    postgres) fallback=4010 ;;
    nats) fallback=4011 ;;
    nats-monitoring) fallback=4012 ;;
    *) return 0 ;;
  esac
  printf '%s' "${!variable:-$fallback}"
}

# When that process started, in words that never change while it lives; fails when there is none.
started_at() {
  local stat
  if [ -r "/proc/$1/stat" ]; then
    read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
    stat=${stat##*) }
    # A zombie has ended, whatever its pid says.
    case $stat in Z*) return 1 ;; esac
    # shellcheck disable=SC2086
    set -- $stat
    printf '%s' "${20}"
  elif [ ! -d /proc/self ]; then
    LC_ALL=C ps -o lstart= -p "$1" 2>/dev/null | grep .
  else return 1; fi
}

remember() {
  mkdir -p "$RUN"
  printf '%s %s\n' "$2" "$(started_at "$2")" >"$RUN/$1.pid"
}

# The pid of that process, when it lives.
pid_of() {
  local pid start
  { read -r pid start <"$RUN/$1.pid"; } 2>/dev/null || return 1
  [ -n "$start" ] && [ "$(started_at "$pid")" = "$start" ] && printf '%s' "$pid"
}

alive() { pid_of "$1" >/dev/null; }

# Runs "$@" in a session of its own, so that neither a closed terminal nor Ctrl-C reaches it. Its pid is remembered.
start_detached() {
  local name=$1 log=$LOGS/$1.log
  shift
  mkdir -p "$LOGS" "$RUN"
  if [ -f "$log" ] && [ "$(wc -c <"$log")" -gt 20000000 ]; then mv -f "$log" "$log.1"; fi
  if command -v setsid >/dev/null; then
    setsid "$@" </dev/null >>"$log" 2>&1 9>&- &
  else
    perl -MPOSIX=setsid -e 'setsid(); exec @ARGV or die "$ARGV[0]: $!\n"' "$@" </dev/null >>"$log" 2>&1 9>&- &
  fi
  remember "$name" $!
  disown $!
}

# Asks, waits, then insists.
stop_all() {
  local patience=$1 name pid waited=0 left
  shift
  for name in "$@"; do
    pid=$(pid_of "$name") || continue
    # PostgreSQL reads SIGTERM as "when everybody has gone home", SIGINT as "now, in good order".
    if [ "$name" = postgres ]; then kill -INT "$pid" 2>/dev/null || true; else kill -TERM "$pid" 2>/dev/null || true; fi
    # A frozen process cannot obey.
    kill -CONT "$pid" 2>/dev/null || true
  done
  while :; do
    left=''
    for name in "$@"; do ! alive "$name" || left="$left $name"; done
    [ -n "$left" ] || break
    progress "  stopping$left"
    if [ $((waited += 1)) -gt $((patience * 5)) ]; then
      for name in $left; do
        warn "$name did not stop in $patience s: ended by force"
        if pid=$(pid_of "$name"); then kill -KILL "$pid" 2>/dev/null || true; fi
      done
      waited=0 patience=10
    fi
    sleep 0.2
  done
  progress_over
  for name in "$@"; do rm -f "$RUN/$name.pid" "$RUN/$name.app"; done
}

# Who listens on that port, as "pid command", if this machine tells.
port_holder() {
  local pid=''
  if command -v lsof >/dev/null; then
    pid=$(lsof -nP -t -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | head -1)
  elif command -v ss >/dev/null; then
    pid=$(ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*pid=\([0-9]*\).*/\1/p' | head -1)
  fi
  [ -z "$pid" ] || printf 'pid %s: %s' "$pid" "$(ps -o args= -p "$pid" 2>/dev/null | cut -c1-100)"
}

# Says which ports of the named processes somebody else holds, all at once.
check_ports() {
  local name port holder taken=0
  case " $* " in *' nats '*) set -- "$@" nats-monitoring ;; esac
  for name in "$@"; do
    port=$(port_of "$name")
    if [ -z "$port" ] || ! port_answers "$port"; then continue; fi
    holder=$(port_holder "$port")
    progress_over
    printf '%sorrery: port %s, wanted by %s, is taken%s%s\n' "$RED" "$port" "$name" "${holder:+ by $holder}" "$PLAIN" >&2
    printf '        Stop that process, or set %s to another port.\n' "$(port_variable_of "$name")" >&2
    taken=1
  done
  [ $taken -eq 0 ] || exit 1
}

# ready, starting, down or silent
health_of() {
  local port code
  alive "$1" || {
    echo down
    return
  }
  port=$(port_of "$1")
  case $1 in
    postgres) if port_answers "$port"; then echo ready; else echo silent; fi ;;
    nats) if [ "$(http_status "$(port_of nats-monitoring)" /healthz)" = 200 ]; then echo ready; else echo silent; fi ;;
    simulator | containers) echo ready ;;
    *)
      code=$(http_status "$port" /q/health/ready || true)
      case $code in
        200) echo ready ;;
        '') echo silent ;;
        *) echo 'not ready' ;;
      esac
      ;;
  esac
}
