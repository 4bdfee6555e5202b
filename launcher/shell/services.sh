# shellcheck shell=bash
# How each service is started: its environment, its flags.

# Schema, role and NATS user of a service share one short name.
room_of() {
  case $1 in
    event-handlers) echo handlers ;;
    *) echo "${1%-api}" ;;
  esac
}

heap_of() {
  case $1 in
    gateway) echo 256 ;;
    simulator | containers) echo 64 ;;
    *) echo 160 ;;
  esac
}

# With a cache made from an earlier run the JVM starts from loaded classes; without one this run records what to load,
# unless that is recorded already and only waits to be made.
cache_flags() {
  local folder
  folder=$(app_folder)
  printf '%s\n' -Xlog:disable -Xlog:all=error:stderr
  if [ "${ORRERY_AOT:-on}" = off ]; then
    return
  fi
  if [ -f "$folder/$1.aot" ]; then
    printf '%s\n' "-XX:AOTCache=$folder/$1.aot"
  elif [ "${2:-}" = create ]; then
    printf '%s\n' -XX:AOTMode=create "-XX:AOTConfiguration=$folder/$1.aotconf" "-XX:AOTCache=$folder/$1.aot.part"
  elif [ ! -f "$folder/$1.aotconf" ]; then
    printf '%s\n' -XX:AOTMode=record "-XX:AOTConfiguration=$folder/$1.aotconf"
  fi
}

# The command line of a service, one word a line, the same for every run so that its cache fits. With `create` as the
# second argument it makes the cache from what was recorded.
java_command() {
  local name=$1 folder
  folder=$(app_folder)
  printf '%s\n' "$JAVA_HOME/bin/java" -XX:+UseSerialGC "-Xmx$(heap_of "$name")m" -XX:+ExitOnOutOfMemoryError \
    -XX:+IgnoreUnrecognizedVMOptions -XX:+UseTransparentHugePages -Xlog:pagesize=error \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Djava.net.preferIPv4Stack=true -Djava.util.logging.manager=org.jboss.logmanager.LogManager
  # The gateway is on every request's way and earns the optimising compiler; the others start faster without.
  [ "$name" = gateway ] || printf '%s\n' -XX:TieredStopAtLevel=1
  cache_flags "$@"
  # shellcheck disable=SC2086
  [ -z "${ORRERY_JAVA_OPTS:-}" ] || printf '%s\n' $ORRERY_JAVA_OPTS
  case $name in
    simulator | containers) printf '%s\n' -jar "$folder/$name/$name.jar" ;;
    *) printf '%s\n' -jar "$folder/$name/quarkus-run.jar" ;;
  esac
}

# What these do goes on whether somebody waits for it or not.
is_background() { has "event-handlers simulator $PROVIDERS" "$1"; }

# It has a third of what others have of the processors, when all want them.
NICENESS=5

# Runs a command with the niceness that it is told first. Linux may share the processors out among sessions; then a
# niceness counts only within its session, unless the session has it too. Of those who are not root it takes one such
# wish in a tenth of a second.
YIELDING='
  niceness=$1
  shift
  wishes=5
  while [ -e /proc/self/autogroup ] && ! { echo "$niceness" >/proc/self/autogroup; } 2>/dev/null; do
    wishes=$((wishes - 1))
    if [ "$wishes" = 0 ]; then
      echo "Linux lets nobody make this session nice: it may take processors from those who are waited for." >&2
      break
    fi
    sleep 0.2
  done
  exec nice -n "$niceness" "$@"
'

start_service() {
  local name=$1 room words=() word
  room=$(room_of "$name")
  while IFS= read -r word; do words+=("$word"); done <<WORDS
$(java_command "$name")
WORDS
  ! is_background "$name" || words=(sh -c "$YIELDING" yielding "$NICENESS" "${words[@]}")
  (
    export ORRERY_NATS_URL ORRERY_NATS_USER ORRERY_NATS_PASSWORD ORRERY_NATS_MONITORING_URL
    if ! own_nats; then
      ORRERY_NATS_MONITORING_URL=http://127.0.0.1:$(port_of nats-monitoring)
      ORRERY_NATS_USER=$room
      ORRERY_NATS_PASSWORD=$(secret "nats-$room")
    fi
    ORRERY_NATS_URL=$(nats_url)
    unset ORRERY_DATABASE_ADMIN_USER ORRERY_DATABASE_ADMIN_PASSWORD
    if ! has "simulator $PROVIDERS" "$name"; then
      export QUARKUS_BANNER_ENABLED=false QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT ORRERY_JWKS=$DATA/jwks.json
      QUARKUS_HTTP_PORT=$(port_of "$name")
    fi
    case $name in
      simulator)
        export ORRERY_SIMULATOR_HOME=$DATA/simulator
        ;;
      containers)
        export ORRERY_CONTAINERS_HOME=$DATA/containers
        ;;
      gateway)
        write_subgraphs
        export ORRERY_SUPERGRAPH=$ORRERY_ROOT/schemas/supergraph.graphql ORRERY_SUBGRAPHS=$RUN/subgraphs.json
        export MP_JWT_VERIFY_ISSUER=https://orrery.dev MP_JWT_VERIFY_AUDIENCES=orrery ORRERY_TOKENS_TYPE=at+jwt
        export ORRERY_TOKENS_ENDPOINT
        ORRERY_TOKENS_ENDPOINT=http://127.0.0.1:$(port_of permissions-api)/oauth/token
        ;;
      *)
        export ORRERY_DATABASE_URL ORRERY_DATABASE_USER=orrery_$room ORRERY_DATABASE_PASSWORD
        ORRERY_DATABASE_URL=$(database_url)
        export ORRERY_DATABASE_OWNER=orrery_${room}_owner ORRERY_DATABASE_OWNER_PASSWORD
        ORRERY_DATABASE_PASSWORD=$(secret "database-$room")
        ORRERY_DATABASE_OWNER_PASSWORD=$(secret "database-$room-owner")
        ;;
    esac
    if [ "$name" = permissions-api ]; then
      export ORRERY_JWKS_FILE=$DATA/jwks.json ORRERY_OPERATOR_SECRET ORRERY_TOKENS_ADDRESS
      ORRERY_TOKENS_ADDRESS=http://127.0.0.1:$(port_of permissions-api)
      ORRERY_OPERATOR_SECRET=$(secret operator)
    fi
    cd "$ORRERY_HOME" || exit
    start_detached "$name" "${words[@]}"
  )
  app_folder >"$RUN/$name.app"
}

# Where the gateway finds each subgraph of this machine.
write_subgraphs() {
  local name separator='['
  {
    for name in location ipam instance permissions; do
      printf '%s\n  {"name": "%s", "url": "http://127.0.0.1:%s/graphql"}' "$separator" "$name" "$(port_of "$name-api")"
      separator=,
    done
    printf ',\n  {"name": "jobs", "url": "http://127.0.0.1:%s/graphql"}\n]\n' "$(port_of event-handlers)"
  } >"$RUN/subgraphs.json"
}
