# shellcheck shell=bash
# PostgreSQL and NATS: ours, unless ORRERY_DATABASE_URL or ORRERY_NATS_URL name servers of one's own.

own_database() { [ -n "${ORRERY_DATABASE_URL:-}" ]; }
own_nats() { [ -n "${ORRERY_NATS_URL:-}" ]; }

database_url() { printf '%s' "${ORRERY_DATABASE_URL:-postgresql://127.0.0.1:$(port_of postgres)/orrery}"; }
nats_url() { printf '%s' "${ORRERY_NATS_URL:-nats://127.0.0.1:$(port_of nats)}"; }

# Every process that belongs to us here, servers of one's own left out.
ours() {
  local name
  for name in $ALL; do
    case $name in
      postgres) own_database || echo "$name" ;;
      nats) own_nats || echo "$name" ;;
      *) echo "$name" ;;
    esac
  done
}

# A launcher that was killed in the middle may not have written down what it had started.
adopt_servers() {
  local pid
  mkdir -p -m 700 "$RUN"
  if ! alive postgres && pid=$(head -1 "$DATA/postgres/postmaster.pid" 2>/dev/null) &&
    runs_with "$pid" "$DATA/postgres"; then remember postgres "$pid"; fi
  if ! alive nats && pid=$(cat "$RUN/nats-server.pid" 2>/dev/null) &&
    runs_with "$pid" "$RUN/nats.conf"; then remember nats "$pid"; fi
}

# Whether that process has that path on its command line.
runs_with() {
  local words
  if [ -d /proc/self ]; then
    words=$({ tr '\0' ' ' <"/proc/$1/cmdline"; } 2>/dev/null) || return 1
  else
    words=$(ps -o args= -p "$1" 2>/dev/null) || return 1
  fi
  case $words in *"$2"*) return 0 ;; *) return 1 ;; esac
}

launcher_java() {
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xmx128m --enable-native-access=ALL-UNNAMED \
    -cp "$(launcher_class_path)" "$@"
}

# Starts the named servers ("postgres", "nats"), and with "deploy" makes what the services need in them.
servers() {
  local name
  # What is in there concerns nobody else on this machine.
  mkdir -p "$DATA" "$LOGS"
  mkdir -p -m 700 "$DATA/nats"
  ORRERY_POSTGRES_PORT=$(port_of postgres) ORRERY_NATS_PORT=$(port_of nats) \
    ORRERY_NATS_MONITORING_PORT=$(port_of nats-monitoring) \
    launcher_java dev.orrery.launcher.Servers "$@" 9>&- || die "the servers did not start" "Logs: $LOGS"
  for name in "$@"; do
    case $name in
      postgres) remember postgres "$(head -1 "$DATA/postgres/postmaster.pid")" ;;
      nats) remember nats "$(cat "$RUN/nats-server.pid")" ;;
    esac
  done
}
