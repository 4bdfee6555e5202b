# shellcheck shell=bash
# ./orrery gateway: the gateway alone, and the class cache that makes it start in a moment

# One word a line. The same for the run that makes the cache and for those that use it. No limit on the compilers: what
# starts fast by the cache shall also become fast under load.
gateway_java() {
  printf '%s\n' "$JAVA_HOME/bin/java" -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -Djava.util.logging.manager=org.jboss.logmanager.LogManager
}

gateway_cache() { printf '%s/gateway-alone.aot' "$(app_folder)"; }

# The command line of the gateway alone, one word a line. A cache that does not fit, for an option in ORRERY_JAVA_OPTS
# perhaps, is left aside without a word.
gateway_command() {
  gateway_java
  if [ "${ORRERY_AOT:-on}" != off ] && [ -f "$(gateway_cache)" ]; then
    printf '%s\n' "-XX:AOTCache=$(gateway_cache)" '-Xlog:aot*=off' '-Xlog:cds*=off'
  fi
  # shellcheck disable=SC2086
  [ -z "${ORRERY_JAVA_OPTS:-}" ] || printf '%s\n' $ORRERY_JAVA_OPTS
  printf '%s\n' -jar "$(app_folder)/gateway/quarkus-run.jar"
}

# Part of a build: runs the gateway for a moment and keeps the classes that it loaded, parsed and linked.
make_gateway_cache() {
  local cache words=() word log=$LOGS/gateway-cache.log pid port=''
  [ "${ORRERY_AOT:-on}" != off ] || return 0
  cache=$(gateway_cache)
  while IFS= read -r word; do words+=("$word"); done <<WORDS
$(gateway_java)
WORDS
  mkdir -p "$LOGS"
  : >"$log"
  "${words[@]}" "-XX:AOTCacheOutput=$cache.part" -jar "$(app_folder)/gateway/quarkus-run.jar" \
    --supergraph "$ORRERY_ROOT/schemas/supergraph.graphql" --port 0 </dev/null >"$log" 2>&1 9>&- &
  pid=$!
  for _ in $(seq 300); do
    port=$(sed -n 's|.*Listening on: http://127\.0\.0\.1:\([0-9]*\).*|\1|p' "$log")
    if [ -n "$port" ] || ! kill -0 $pid 2>/dev/null; then break; fi
    sleep 0.1
  done
  if [ -n "$port" ]; then
    gateway_request "$port" GET /health ''
    gateway_request "$port" POST /graphql '{"query":"{ __typename __schema { queryType { name } } }"}'
    gateway_request "$port" POST /graphql '{"query":"{ regions { id name } }"}'
  fi
  kill $pid 2>/dev/null || true
  wait $pid 2>/dev/null || true
  if [ -s "$cache.part" ]; then
    mv -f "$cache.part" "$cache"
  else
    warn "no class cache for the gateway, it will start more slowly: see $log"
  fi
}

# Needs nothing but bash.
gateway_request() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 0
    printf '%s %s HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: %s\r\n\r\n%s' \
      "$2" "$3" "${#4}" "$4" >&3
    cat <&3 >/dev/null
  ) 2>/dev/null || true
}

command_gateway() {
  local words=() word
  if is_help "${1:-}"; then
    cat <<HELP
./orrery gateway --supergraph FILE | --subgraphs FILE | --compose DIR   [--port N] [--host H] [--config FILE]

The federation gateway alone, without databases or events, for subgraphs that may be ours or anybody's.

  --supergraph FILE   a supergraph that was composed before, by ./orrery compose or by another tool
  --subgraphs FILE    JSON, [{"name": ..., "url": ..., "sdl": ...}]; without an sdl the subgraph is asked for it
  --compose DIR       a folder of subgraph schemas
  --port N            where to listen, 4000 by default
  --host H            the address to listen on, 127.0.0.1 by default
  --config FILE       further settings, a properties file: docs/gateway/server.md lists them

Environment: ORRERY_JAVA_OPTS, flags for the JVM; ORRERY_AOT=off, start without the class cache.
HELP
    return
  fi
  find_jdk
  build_if_needed >&2
  while IFS= read -r word; do words+=("$word"); done <<WORDS
$(gateway_command)
WORDS
  exec "${words[@]}" "$@"
}
