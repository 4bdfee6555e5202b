# shellcheck shell=bash
# ./orrery events tail, replay, dead, redrive

events_usage() {
  case ${1:-} in
    tail)
      cat <<HELP
./orrery events tail [OPTIONS]

What happened in the last ten minutes, of all services in one list, in the order in which it was stored. Times are UTC.

  --type TYPE          only these: instance, or instance.created; may be repeated, or several divided by commas
  --resource ID        only those about this resource
  --organization ID    only those of this organization
  --since MOMENT       from then on: 90s, 10m, 2h, 7d, now, 2026-11-21 or 2026-11-21T03:00:00Z
  --until MOMENT       up to then
  --last N             only the last N of them
  -f, --follow         go on with what happens from now on
  --json               whole events, one in a line

  ./orrery events tail -f --type instance,job
  ./orrery events tail --since 7d --resource inst_01h455vb4pex5vsknk084sn02r --json
HELP
      ;;
    replay)
      cat <<HELP
./orrery events replay --type TYPE | --resource ID | --since MOMENT | --all   [OPTIONS]

Publishes events of the outboxes, which keep seven days, once more. Whoever has seen an event knows it by its id and passes
over it; so this is harmless, and helps those who missed something.

  --type TYPE          a kind of resource: instance
  --resource ID        one resource
  --since MOMENT       appended then or later: 90s, 10m, 2h, 7d, 2026-11-21 or 2026-11-21T03:00:00Z
  --until MOMENT       appended before then
  --service NAME       of this service's outbox only: location, ipam, instance, permissions, handlers
  --consumer NAME      for this consumer alone; the others pass over it
  --again              that consumer handles each once more, also what it has handled
  --dry-run            only count

  ./orrery events replay --type instance --since 2h --dry-run
  ./orrery events replay --all --consumer CONSUMER --again
HELP
      ;;
    dead)
      cat <<HELP
./orrery events dead [list]        [OPTIONS]   what consumers gave up on, and why
./orrery events dead show PLACE... [--json]    all of it: reason, trace, headers, body
./orrery events dead discard PLACE... | OPTIONS | --all   throws them away for good

  --consumer NAME      of this consumer
  --type TYPE          about these: instance, or instance.created
  --resource ID        about this resource
  --reason TEXT        whose reason holds this text
  --trace ID           of this trace
  --since MOMENT       parked then or later: 90s, 10m, 2h, 7d, 2026-11-21 or 2026-11-21T03:00:00Z
  --json               one in a line
HELP
      ;;
    redrive)
      cat <<HELP
./orrery events redrive PLACE... | OPTIONS | --all   [--dry-run]

Gives dead letters once more to the consumers that gave them up, and to nobody else; the letters go. Whatever fails again is
parked again. Options select as in ./orrery events dead: --consumer, --type, --resource, --reason, --trace, --since.

  ./orrery events redrive 17
  ./orrery events redrive --consumer handlers-plan-job --since 1h
HELP
      ;;
    *)
      cat <<HELP
./orrery events COMMAND [OPTIONS]

  tail      what happened and happens
  replay    publish events once more, to everybody or to one consumer
  dead      what consumers gave up on, and why
  redrive   give that to its consumers again

Each explains itself: ./orrery events COMMAND --help
HELP
      ;;
  esac
}

command_events() {
  local word
  for word in "$@"; do
    if is_help "$word"; then
      events_usage "$1"
      return
    fi
  done
  if [ $# -eq 0 ]; then
    events_usage
    return
  fi
  own_nats || alive nats || die "nats does not run" "./orrery up starts it."
  find_jdk
  [ -n "${ORRERY_LAUNCHER_CLASSPATH:-}" ] || [ -d "$(app_folder)/events" ] || build_if_needed >&2
  if ! own_nats; then
    ORRERY_NATS_USER=orrery
    ORRERY_NATS_PASSWORD=$(secret nats-orrery)
    export ORRERY_NATS_USER ORRERY_NATS_PASSWORD
  fi
  ORRERY_DATABASE_URL=$(database_url) ORRERY_NATS_URL=$(nats_url) \
    exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xmx128m \
    -cp "${ORRERY_LAUNCHER_CLASSPATH:-$(app_folder)/events/*}" dev.orrery.launcher.events.EventsCommand "$@"
}
