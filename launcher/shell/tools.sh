# shellcheck shell=bash
# ./orrery token, test, compose, plan, demo, version

token_usage() {
  cat <<HELP
./orrery token [WHO | --me]

Prints an access token for the graph, and nothing else: the operator's, that of the user with the e-mail address WHO, or
with --me that of the one who is signed in (./orrery login). For example:
  curl http://127.0.0.1:$(port_of gateway)/graphql -H "Authorization: Bearer \$(./orrery token)" \\
    -H 'Content-Type: application/json' -d '{"query": "{ __typename }"}'
HELP
}

fetch_token() {
  local answer arguments=(--silent --show-error --max-time 10 --data grant_type=client_credentials)
  [ -z "$1" ] || arguments+=(--data-urlencode "subject=$1")
  # The secret goes by standard input: a command line is everybody's to read.
  answer=$(printf 'user = "operator:%s"\n' "$(secret operator)" |
    curl --config - "${arguments[@]}" "http://127.0.0.1:$(port_of permissions-api)/oauth/token" 2>&1) ||
    die "permissions-api gives no token: $answer" "./orrery status"
  case $answer in
    *'"access_token"'*) printf '%s\n' "$answer" | sed 's/.*"access_token"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/' ;;
    *) die "permissions-api refused: $answer" ;;
  esac
}

command_token() {
  if is_help "${1:-}"; then
    token_usage
    return
  fi
  if [ "${1:-}" = --me ]; then
    local mine
    require_curl token
    mine=$(my_token) || exit 1
    say "$mine"
    return
  fi
  [ $# -le 1 ] || die "token takes one user at most" "./orrery token --help"
  command -v curl >/dev/null || die "token needs curl"
  alive permissions-api || die "permissions-api does not run" "./orrery up starts it."
  fetch_token "${1:-}"
}

command_test() {
  if is_help "${1:-}"; then
    cat <<HELP
./orrery test [MAVEN OPTIONS]

Builds everything and runs every test and gate (./mvnw verify), with a JDK and a nats-server found or fetched first.
  ./orrery test -pl ipam-api -am      one module and what it needs
  ./orrery test -Dtest='Prefix*'      some tests
HELP
    return
  fi
  find_jdk
  "$ORRERY_ROOT/launcher/nats-server.sh" >/dev/null || exit 1
  cd "$ORRERY_ROOT" || exit
  exec ./mvnw -B -ntp -Dsurefire.failIfNoSpecifiedTests=false verify "$@"
}

command_exam() {
  if [ $# -eq 0 ] || is_help "$1"; then
    cat <<HELP
./orrery exam NAME [--short] [--sabotage] [--keep]
./orrery exam NAME --help
./orrery exam --list

Puts a promise to the test: starts a whole house of its own on free ports, harms it under load, lets it heal, and holds it
against a ledger of what each client was told. Prints KEPT, or NOT KEPT and why;
NO VERDICT when the house did not even start; IMPOSSIBLE when this machine lacks what the exam needs. Ends with 0, 1, 3
or 4. Other houses are left alone.

  --short       a small size, done in a minute or two
  --sabotage    with a wrong setting on purpose; then it must print NOT KEPT
  --keep        leave the folder of the house, with all logs, when it is over
  --help        what this exam does
HELP
    return
  fi
  find_jdk
  build_if_needed >&2
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -Dorrery.root="$ORRERY_ROOT" \
    -cp "$(app_folder)/exams:$(app_folder)/launcher/*" dev.orrery.exams.ExamCommand "$@"
}

# The gateway, the composer and the planner share one set of libraries.
gateway_class_path() {
  local folder
  folder=$(app_folder)/gateway
  printf '%s/app/*:%s/lib/main/*:%s/lib/boot/*' "$folder" "$folder" "$folder"
}

gateway_tool() {
  find_jdk
  build_if_needed >&2
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "$(gateway_class_path)" "$@"
}

command_compose() { gateway_tool dev.orrery.gateway.composition.ComposeCommand "$@"; }

command_plan() { gateway_tool dev.orrery.gateway.planning.PlanCommand "$@"; }

# The environment of what talks to the running house in the operator's name.
with_house() {
  find_jdk
  ORRERY_GATEWAY_URL=http://127.0.0.1:$(port_of gateway) \
    ORRERY_PERMISSIONS_URL=http://127.0.0.1:$(port_of permissions-api) \
    ORRERY_OPERATOR_SECRET=$(secret operator) \
    ORRERY_NATS_URL=$(nats_url) ORRERY_NATS_USER=${ORRERY_NATS_USER:-orrery} \
    ORRERY_NATS_PASSWORD=${ORRERY_NATS_PASSWORD:-$(secret nats-orrery)} \
    launcher_java "$@"
}

command_demo() {
  if is_help "${1:-}"; then
    cat <<HELP
./orrery demo

Starts everything that does not run yet, then tours a small, living infrastructure: records this machine, imports
examples/sites.yaml and examples/prefixes.csv, creates an instance and shows every step of its way. Leaves all of it up.
Can be run again.
HELP
    return
  fi
  command_up --detach
  with_house dev.orrery.launcher.demo.Demo "$@"
}

command_why() {
  if is_help "${1:-}"; then
    cat <<HELP
./orrery why USER ACTION RESOURCE

Says whether somebody may do something, and because of what: the groups, the binding and its role, and the way from
where it was given down to the resource; or which grant is missing. USER is an e-mail address or the id of a user, service
account or group. Ends with 0 when it is granted, with 1 when it is denied. For example:
  ./orrery why ada@example.com instance.start inst_01h455vb4pex5vsknk084sn02q
HELP
    return
  fi
  with_house dev.orrery.launcher.access.WhyCommand "$@"
}

command_import() {
  if is_help "${1:-}"; then
    cat <<HELP
./orrery import sites|prefixes FILE ORGANIZATION

Imports all rows of a file, or none: bad rows are listed with their lines and reasons. Rows that are there already are left
as they are, so an import can be repeated. For example:
  ./orrery import sites examples/sites.yaml Meridian
  ./orrery import prefixes examples/prefixes.csv Meridian
HELP
    return
  fi
  with_house dev.orrery.launcher.imports.ImportCommand "$@"
}

provider_usage() {
  cat <<HELP
./orrery provider verify [OPTIONS] -- COMMAND [ARGUMENTS]
./orrery provider add NAME

verify holds a provider, in any language, to the provider contract: docs/provider-guide.md.
  ./orrery provider verify --help      its options
  ./orrery provider verify --list      the checks

add makes a NATS user for a provider of that name, who may read its own orders, publish its own reports, and nothing else.
It says with which environment the provider is started. NATS may be running; adding twice changes nothing.
HELP
}

# NATS users that are no providers.
SERVICE_USERS='orrery location ipam instance permissions handlers gateway'

provider_add() {
  local name=${1:-} pattern='^[a-z][a-z0-9-]{0,62}$'
  [ $# -eq 1 ] || die "provider add takes one name" "./orrery provider --help"
  [[ $name =~ $pattern ]] || die "a provider's name is lower case letters, digits and dashes: '$name' is not"
  if has "$SERVICE_USERS" "$name"; then die "$name is a part of the house, and no provider"; fi
  if own_nats; then die "NATS is yours: make the user there" "docs/provider-guide.md says what it may do."; fi
  grep -qsxF "$name" "$ORRERY_HOME/providers" || printf '%s\n' "$name" >>"$ORRERY_HOME/providers"
  find_jdk
  build_if_needed >&2
  take_lock
  adopt_servers
  # A server that runs reads its users again and keeps its connections.
  if alive nats; then servers nats; else servers users; fi
  release_lock
  say "ORRERY_NATS_URL=$(nats_url)"
  say "ORRERY_NATS_USER=$name"
  say "ORRERY_NATS_PASSWORD=$(secret "nats-$name")"
}

command_provider() {
  if is_help "${1:-}"; then
    provider_usage
    return
  fi
  case ${1:-} in
    verify) shift ;;
    add)
      shift
      provider_add "$@"
      return
      ;;
    *) die "provider knows two commands: verify and add" "./orrery provider --help" ;;
  esac
  find_jdk
  build_if_needed >&2
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m --enable-native-access=ALL-UNNAMED \
    "-Dorrery.root=$ORRERY_ROOT" -cp "$(app_folder)/testkit/*:$(launcher_class_path)" \
    dev.orrery.provider.testkit.Verify "$@"
}

command_version() {
  if is_help "${1:-}"; then
    say "./orrery version: the versions of Orrery and of everything it runs on."
    return
  fi
  local version commit server
  version=$(sed -n 's:^  <version>\(.*\)</version>:\1:p' "$ORRERY_ROOT/pom.xml" | head -1)
  commit=$(git -C "$ORRERY_ROOT" describe --always --dirty 2>/dev/null || true)
  find_jdk
  server=$(PATH=$ORRERY_HOME/bin:$PATH command -v nats-server || true)
  say "orrery      $version${commit:+ ($commit)}"
  say "jdk         $(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release") ($JAVA_HOME)"
  say "postgresql  $(sed -n 's:.*<embedded-postgres-binaries.version>\(.*\)</.*:\1:p' "$ORRERY_ROOT/pom.xml")"
  say "nats        $(if [ -n "$server" ]; then "$server" --version | sed 's/.*v//'; else echo 'not fetched yet'; fi)"
}
