# shellcheck shell=bash
# Building, only when sources changed, and into folders of our own: a later build or `mvnw clean` never pulls the
# jars from under running processes.

APPS=$ORRERY_HOME/apps
SERVICES='location-api ipam-api instance-api permissions-api event-handlers gateway'

module_of() {
  case $1 in
    gateway) echo gateway/server ;;
    simulator | containers | testkit) echo "providers/$1" ;;
    *) echo "$1" ;;
  esac
}

sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi }

# One hash over every file that reaches a running process, and over the JDK, whose class caches fit no other.
sources_hash() {
  (
    cd "$ORRERY_ROOT" || exit
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
      git ls-files -z --cached --others --exclude-standard -- ':(glob)**/pom.xml' .mvn schemas ':(glob)**/src/main/**'
    else
      find . \( -name target -o -name .orrery -o -name .git -o -name node_modules \) -prune -o \
        -type f \( -name pom.xml -o -path './.mvn/*' -o -path './schemas/*' -o -path '*/src/main/*' \) -print0
    fi | LC_ALL=C sort -z | while IFS= read -r -d '' file; do [ ! -f "$file" ] || printf '%s\0' "$file"; done |
      xargs -0 cat -- "$JAVA_HOME/release" | sha256
  ) | cut -c1-16
}

# The folder of the newest build.
app_folder() { printf '%s/%s' "$APPS" "$(cat "$APPS/current" 2>/dev/null || echo none)"; }

launcher_class_path() {
  if [ -n "${ORRERY_LAUNCHER_CLASSPATH:-}" ]; then
    printf '%s' "$ORRERY_LAUNCHER_CLASSPATH"
  else
    printf '%s/launcher/*' "$(app_folder)"
  fi
}

# Whether that hash (by default the sources' own) is what runs.
build_is_current() {
  local hash=${1:-$(sources_hash)}
  [ "$(cat "$APPS/current" 2>/dev/null)" = "$hash" ] && [ -e "$APPS/$hash/complete" ]
}

build_if_needed() {
  [ -z "${ORRERY_LAUNCHER_CLASSPATH:-}" ] || return 0
  local hash
  hash=$(sources_hash)
  build_is_current "$hash" && return
  # Whoever says "collect" has built everything already: the tests of the whole house run inside Maven.
  [ "${ORRERY_BUILD:-}" = collect ] || run_build
  collect_apps "$hash"
}

# Runs Maven and shows which module it is at.
run_build() {
  local log=$LOGS/build.log started=$SECONDS line status=0 fetch
  mkdir -p "$LOGS"
  say "${BOLD}Building Orrery${PLAIN} ${DIM}(JDK $(jdk_version "$JAVA_HOME"), log: $log)${PLAIN}"
  # The one other download of a first run goes on meanwhile.
  "$ORRERY_ROOT/launcher/nats-server.sh" >/dev/null 2>"$LOGS/nats-fetch.log" &
  fetch=$!
  : >"$log"
  (cd "$ORRERY_ROOT" && exec ./mvnw -B -ntp -T 1C -DskipTests -Dspotless.check.skip -pl '!laws' package) 9>&- 2>&1 |
    while IFS= read -r line; do
      printf '%s\n' "$line" >>"$log"
      case $line in
        *'] Building '*'['*/*']')
          line=${line#*Building }
          progress "  ${line##* } ${line%% 0.*}"
          [ -n "$ERASE" ] || say "  ${line##* } ${line%% 0.*}"
          ;;
      esac
    done || status=$?
  wait "$fetch" || true
  progress_over
  if [ "$status" -ne 0 ]; then
    # Maven's advice about Maven helps nobody here.
    { grep -E '^\[ERROR\]' "$log" || tail -25 "$log"; } |
      grep -vE '\[Help 1\]|^\[ERROR\] *$|^\[ERROR\]\s+(at |[.][.][.])|[Rr]e-run Maven|For more information|After correcting|mvn <args>' | head -25 >&2
    die "the build failed" "All of it: $log"
  fi
  say "${GREEN}Built${PLAIN} in $(duration $((SECONDS - started)))."
}

# Copies what runs into a folder named by the sources' hash, and forgets older builds that nothing uses.
collect_apps() {
  local hash=$1 part=$APPS/.part name target old
  rm -rf "$part"
  mkdir -p "$part/launcher" "$part/events"
  for name in $SERVICES; do
    target=$ORRERY_ROOT/$(module_of "$name")/target/quarkus-app
    [ -f "$target/quarkus-run.jar" ] || die "the build made no application in $target"
    cp -R "$target" "$part/$name"
  done
  cp "$ORRERY_ROOT"/launcher/target/orrery-launcher-*.jar "$ORRERY_ROOT"/launcher/target/lib/*.jar "$part/launcher/"
  target=$ORRERY_ROOT/launcher/events/target
  cp "$target"/orrery-launcher-events-*.jar "$target"/lib/*.jar "$part/events/"
  for name in simulator $PROVIDERS; do
    target=$ORRERY_ROOT/$(module_of "$name")/target
    mkdir "$part/$name"
    cp "$target/orrery-provider-$name"-*.jar "$part/$name/$name.jar"
    cp -R "$target/lib" "$part/$name/lib"
  done
  # What the testkit needs beside the launcher.
  target=$ORRERY_ROOT/$(module_of testkit)/target
  mkdir "$part/testkit"
  for name in "$target"/orrery-provider-testkit-*.jar "$target"/lib/*.jar; do
    [ -e "$part/launcher/${name##*/}" ] || cp "$name" "$part/testkit/"
  done
  target=$ORRERY_ROOT/exams/target/classes
  [ ! -d "$target" ] || cp -R "$target" "$part/exams"
  : >"$part/complete"
  rm -rf "${APPS:?}/$hash"
  mv "$part" "$APPS/$hash"
  printf '%s\n' "$hash" >"$APPS/current"
  make_gateway_cache
  for old in "$APPS"/*/; do
    old=${old%/}
    [ "$old" = "$APPS/$hash" ] || grep -qsF "$old" "$RUN"/*.app || rm -rf "$old"
  done
}
