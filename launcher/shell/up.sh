# shellcheck shell=bash
# ./orrery up

READY_SECONDS=${ORRERY_READY_SECONDS:-180}

up_usage() {
  cat <<HELP
./orrery up [--detach] [--provider NAME]... [NAME...]

Builds Orrery when its sources changed, starts PostgreSQL, NATS and every service that does not run yet, waits until
all of them are ready, and says where to go. Without --detach it stays, tells of crashes, and Ctrl-C stops everything.

  -d, --detach      return once everything is ready
  --provider NAME   one more provider, until everything is stopped: containers makes instances with podman or Docker,
                    and is told by ORRERY_CONTAINERS_... how (docs/provider-guide.md)
  NAME...           start these alone, of: $ALL

Environment
  ORRERY_GATEWAY_PORT 4000   ORRERY_LOCATION_PORT 4001   ORRERY_IPAM_PORT 4002   ORRERY_INSTANCE_PORT 4003
  ORRERY_PERMISSIONS_PORT 4004   ORRERY_HANDLERS_PORT 4005   ORRERY_POSTGRES_PORT 4010   ORRERY_NATS_PORT 4011
  ORRERY_NATS_MONITORING_PORT 4012
  ORRERY_DATABASE_URL   a PostgreSQL of your own, postgresql://host:port/database; with
                        ORRERY_DATABASE_ADMIN_USER and ORRERY_DATABASE_ADMIN_PASSWORD, who may create roles
  ORRERY_NATS_URL       a NATS of your own; with ORRERY_NATS_USER and ORRERY_NATS_PASSWORD
  ORRERY_HOME           where data, logs and secrets are kept ($ORRERY_HOME)
  ORRERY_JAVA_HOME      a JDK of your choice, $JAVA_NEEDED or newer
  ORRERY_JAVA_OPTS      more JVM flags, for every service
  ORRERY_AOT=off        start without class caches
HELP
}

command_up() {
  local detach=no names='' todo='' name services='' started=$SECONDS
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help)
        up_usage
        return
        ;;
      -d | --detach) detach=yes ;;
      --provider)
        [ $# -ge 2 ] || die "--provider wants a name" "./orrery up --help"
        choose_provider "$2"
        shift
        ;;
      -*) die "up does not know $1" "./orrery up --help" ;;
      *)
        name=$(canonical "$1")
        names="$names $name"
        ;;
    esac
    shift
  done
  [ -n "$names" ] || names=$(ours)
  for name in $names; do alive "$name" || todo="$todo $name"; done
  find_jdk
  if [ -z "$todo" ]; then
    say "Already up."
    announce
    if [ -e "$APPS/current" ] && ! build_is_current; then
      say "  ${YELLOW}Sources have changed since: ./orrery down && ./orrery up runs the new ones.${PLAIN}"
    fi
    return
  fi

  take_lock
  # shellcheck disable=SC2086
  check_ports $todo
  for name in $todo; do case $name in postgres | nats) ;; *) services="$services $name" ;; esac done
  build_if_needed

  # Ctrl-C on the way up leaves nothing half started.
  trap 'progress_over; say "Interrupted."; stop_started "$todo"; exit 130' INT TERM
  start_servers "$todo" "$services"
  start_services "$services"
  # shellcheck disable=SC2086
  await_ready $services || exit 1
  release_lock
  say "${GREEN}Up${PLAIN} in $(duration $((SECONDS - started)))."
  announce
  if [ $detach = no ]; then stay; fi
}

start_servers() {
  local todo=$1 services=$2 wanted='' name
  # A service that comes back alone may need a server that went away with it.
  for name in postgres nats; do
    if has "$todo" "$name" || { [ -n "$services" ] && has "$(ours)" "$name" && ! alive "$name"; }; then
      wanted="$wanted $name"
    fi
  done
  [ -z "$services" ] || wanted="$wanted deploy"
  [ -n "$wanted" ] || return 0
  progress "  starting PostgreSQL and NATS"
  # shellcheck disable=SC2086
  servers $wanted
  for name in $wanted; do [ "$name" = deploy ] || ready_line "$name" ''; done
}

start_services() {
  local name
  # The very first time there are no public keys yet, which the others want to read when they start.
  if has "$1" permissions-api && [ ! -e "$DATA/jwks.json" ]; then
    start_service permissions-api
    progress "  waiting for permissions-api to publish its keys"
    while [ ! -e "$DATA/jwks.json" ]; do
      case $(health_of permissions-api) in ready | down) break ;; esac
      sleep 0.2
    done
  fi
  for name in $1; do alive "$name" || start_service "$name"; done
}

ready_line() {
  progress_over
  printf '  %s✓%s %-16s %s%s%s\n' "$GREEN" "$PLAIN" "$1" "$DIM" "$2" "$PLAIN"
}

# Until every named service is ready. One that ends is reported with its last words; the others go on.
await_ready() {
  local begin=$SECONDS left="$*" name still failed=''
  while [ -n "$left" ]; do
    still=''
    for name in $left; do
      case $(health_of "$name") in
        ready) ready_line "$name" "$(duration $((SECONDS - begin)))" ;;
        down)
          progress_over
          printf '  %s✗ %s ended:%s\n' "$RED" "$name" "$PLAIN" >&2
          tail -15 "$LOGS/$name.log" | sed 's/^/      /' >&2
          failed="$failed $name"
          ;;
        *) still="$still $name" ;;
      esac
    done
    left=$still
    [ -n "$left" ] || break
    if [ $((SECONDS - begin)) -gt "$READY_SECONDS" ]; then
      progress_over
      for name in $left; do
        printf '  %s✗ %s is not ready after %s s%s: see ./orrery logs %s\n' "$RED" "$name" "$READY_SECONDS" "$PLAIN" "$name" >&2
      done
      failed="$failed$left"
      break
    fi
    progress "  waiting for$left"
    sleep 0.2
  done
  progress_over
  [ -z "$failed" ] || {
    printf '%sNot everything came up:%s%s. The rest runs on; ./orrery status shows it, ./orrery down stops it.\n' \
      "$RED" "$failed" "$PLAIN" >&2
    return 1
  }
}

announce() {
  local gateway token
  gateway=http://127.0.0.1:$(port_of gateway)
  alive gateway || return 0
  say ""
  say "  GraphQL    ${BOLD}$gateway/graphql${PLAIN}"
  say "  GraphiQL   ${BOLD}$gateway/graphiql${PLAIN}"
  if alive permissions-api; then
    token=$(fetch_token '' 2>/dev/null) || token='none: see ./orrery token'
    say "  Token      $token"
  fi
  say ""
  say "  ${DIM}./orrery status, ./orrery logs -f, ./orrery demo, ./orrery down${PLAIN}"
}

# Watches until Ctrl-C. Killing this process leaves everything running, for ./orrery down to stop.
stay() {
  local name told=''
  trap 'progress_over; say ""; command_down; exit 0' INT TERM HUP
  say "  ${DIM}Ctrl-C stops everything.${PLAIN}"
  while :; do
    sleep 2 &
    wait $! || true
    for name in $(ours); do
      case " $told " in
        *" $name "*) ! alive "$name" || told=${told// $name/} ;;
        *)
          if ! alive "$name"; then
            # Stopped on purpose, by ./orrery down elsewhere.
            [ -e "$RUN/$name.pid" ] || continue
            warn "$name ended; ./orrery logs $name tells why, ./orrery up $name starts it again"
            told="$told $name"
          fi
          ;;
      esac
    done
    any_alive || {
      say "Everything has stopped."
      return
    }
  done
}

stop_started() {
  # shellcheck disable=SC2086
  stop_all 10 $1
}
