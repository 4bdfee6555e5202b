# shellcheck shell=bash
# Finding a JDK that is new enough.

JAVA_NEEDED=25

# The major version of the JDK in that folder, from its own `release` file.
jdk_version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_candidates() {
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  local on_path
  if on_path=$(command -v java); then
    while [ -L "$on_path" ]; do
      case $(readlink "$on_path") in
        /*) on_path=$(readlink "$on_path") ;;
        *) on_path=$(dirname "$on_path")/$(readlink "$on_path") ;;
      esac
    done
    printf '%s\n' "$(cd "$(dirname "$on_path")/.." && pwd -P)"
  fi
  printf '%s\n' /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
    /opt/java/* /opt/jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
}

# Sets and exports JAVA_HOME.
find_jdk() {
  local folder version seen=''
  if [ -n "${ORRERY_JAVA_HOME:-}" ]; then
    version=$(jdk_version "$ORRERY_JAVA_HOME") || die "ORRERY_JAVA_HOME=$ORRERY_JAVA_HOME is not a JDK"
    [ "$version" -ge "$JAVA_NEEDED" ] || die "ORRERY_JAVA_HOME=$ORRERY_JAVA_HOME is JDK $version; Orrery needs $JAVA_NEEDED or newer"
    export JAVA_HOME=$ORRERY_JAVA_HOME
    return
  fi
  while IFS= read -r folder; do
    version=$(jdk_version "$folder") || continue
    if [ "${version:-0}" -ge "$JAVA_NEEDED" ]; then
      export JAVA_HOME=$folder
      return
    fi
    seen="$seen JDK $version in $folder;"
  done <<CANDIDATES
$(jdk_candidates)
CANDIDATES
  die "no JDK $JAVA_NEEDED or newer found" "${seen:+Found only:${seen%;}.}" \
    "Install one (https://adoptium.net) or set ORRERY_JAVA_HOME=/path/to/jdk."
}
