# shellcheck shell=bash
# ./orrery login, logout, whoami: who somebody is, on this machine and elsewhere.
# Secrets go by standard input and files of mode 0600: a command line is everybody's to read.

CREDENTIALS=${XDG_CONFIG_HOME:-${HOME:-$ORRERY_HOME}/.config}/orrery/credentials.json

login_usage() {
  cat <<HELP
./orrery login [--server URL] [--password-stdin] [EMAIL]

Signs in with e-mail address and password, which are asked for when they are not given, and keeps the sign-in in
  $CREDENTIALS
readable by you alone. It lasts 30 days; ./orrery logout ends it. From then on
  ./orrery whoami        says who you are
  ./orrery token --me    prints a token of yours, for programs

  --server URL       where permissions-api is (${ORRERY_PERMISSIONS_URL:-http://127.0.0.1:$(port_of permissions-api)})
  --password-stdin   the password comes by standard input, for scripts

Who has no password yet gets one from an operator: docs/identity.md
HELP
}

logout_usage() {
  cat <<HELP
./orrery logout

Ends your sign-in: its tokens are good nowhere any more, and
  $CREDENTIALS
is removed.
HELP
}

whoami_usage() {
  cat <<HELP
./orrery whoami

Says who you are by the sign-in that ./orrery login keeps: name, e-mail address, id, organization. Ends with 1 when
nobody is signed in.
HELP
}

# The text of field $1 of the flat JSON object $2, or nothing.
json_text() { printf '%s' "$2" | sed -n 's/.*"'"$1"'"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p'; }
json_number() { printf '%s' "$2" | sed -n 's/.*"'"$1"'"[[:space:]]*:[[:space:]]*\([0-9][0-9]*\).*/\1/p'; }

# As a quoted word of curl's configuration.
curl_word() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

# Posts a form to $1: name and value, name and value. Prints the answer; fails when there is none.
post_form() {
  local address=$1
  shift
  {
    while [ $# -gt 0 ]; do
      printf 'data-urlencode = %s\n' "$(curl_word "$1=$2")"
      shift 2
    done
  } | curl --config - --silent --show-error --max-time 20 "$address" 2>&1
}

require_curl() { command -v curl >/dev/null || die "$1 needs curl"; }

# Writes what the answer $2 of the server $1 brought.
keep_credentials() {
  local access refresh seconds folder part
  access=$(json_text access_token "$2") refresh=$(json_text refresh_token "$2") seconds=$(json_number expires_in "$2")
  folder=$(dirname "$CREDENTIALS")
  (
    umask 077
    mkdir -p "$folder"
    part=$(mktemp "$folder/.credentials.XXXXXX")
    printf '{"server": "%s", "access_token": "%s", "refresh_token": "%s", "expires_at": %s}\n' \
      "$1" "$access" "$refresh" "$(($(date +%s) + seconds))" >"$part"
    chmod 600 "$part"
    mv "$part" "$CREDENTIALS"
  )
}

# An access token of the one who is signed in, good for at least half a minute. Two of us must not use one refresh
# token: that looks like theft, and ends the sign-in.
my_token() {
  local kept server answer
  [ -f "$CREDENTIALS" ] || die "nobody is signed in" "./orrery login signs you in."
  if command -v flock >/dev/null; then
    exec 8>>"$CREDENTIALS.lock"
    chmod 600 "$CREDENTIALS.lock"
    flock -w 30 8 || die "another ./orrery is renewing the sign-in" "Try again."
  fi
  kept=$(cat "$CREDENTIALS")
  server=$(json_text server "$kept")
  if [ "$(json_number expires_at "$kept")" -lt $(($(date +%s) + 30)) ]; then
    answer=$(post_form "$server/oauth/token" grant_type refresh_token client_id orrery-cli \
      refresh_token "$(json_text refresh_token "$kept")") ||
      die "$server does not answer: $answer" "Your sign-in is kept; try again."
    case $answer in
      *'"access_token"'*) keep_credentials "$server" "$answer" ;;
      *'"invalid_grant"'*)
        rm -f "$CREDENTIALS"
        die "your sign-in has ended" "./orrery login signs you in again."
        ;;
      *) die "$server refused: $(json_text error_description "$answer")" "Your sign-in is kept; try again." ;;
    esac
    kept=$(cat "$CREDENTIALS")
  fi
  if command -v flock >/dev/null; then exec 8>&-; fi
  json_text access_token "$kept"
}

# What the server says about the bearer of the token $2.
user_info() {
  printf 'header = %s\n' "$(curl_word "Authorization: Bearer $2")" |
    curl --config - --silent --show-error --max-time 20 "$1/oauth/userinfo" 2>&1
}

tell_who() {
  local about=$1 name
  name=$(json_text name "$about")
  say "${BOLD}${name:-$(json_text sub "$about")}${PLAIN}"
  [ -z "$(json_text email "$about")" ] || say "  e-mail         $(json_text email "$about")"
  say "  id             $(json_text sub "$about")"
  [ -z "$(json_text organization "$about")" ] || say "  organization   $(json_text organization "$about")"
  say "  at             $2"
}

command_login() {
  local server='' email='' password='' from_stdin=no answer
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help)
        login_usage
        return
        ;;
      --server)
        [ $# -ge 2 ] || die "--server wants an address" "./orrery login --help"
        server=${2%/}
        shift
        ;;
      --password-stdin) from_stdin=yes ;;
      -*) die "login does not know $1" "./orrery login --help" ;;
      *)
        [ -z "$email" ] || die "login takes one e-mail address" "./orrery login --help"
        email=$1
        ;;
    esac
    shift
  done
  require_curl login
  server=${server:-${ORRERY_PERMISSIONS_URL:-http://127.0.0.1:$(port_of permissions-api)}}
  case $server in
    https://* | http://127.0.0.1:* | http://localhost:*) ;;
    *) die "a password goes over https, or stays on this machine: not to $server" ;;
  esac
  [ -n "$email" ] || {
    [ -t 0 ] || die "login needs an e-mail address" "./orrery login --help"
    read -r -p "E-mail address: " email
  }
  if [ $from_stdin = yes ]; then
    IFS= read -r password || [ -n "$password" ] || die "no password came by standard input"
  else
    [ -t 0 ] || die "login asks for the password at a terminal" "--password-stdin reads it from standard input."
    read -r -s -p "Password: " password
    say ""
  fi
  answer=$(post_form "$server/oauth/token" grant_type password username "$email" password "$password" \
    client_id orrery-cli) || die "$server does not answer: $answer" "./orrery status"
  case $answer in
    *'"access_token"'*) ;;
    *) die "$(json_text error_description "$answer" | sed 's/^$/the server refused/')" ;;
  esac
  keep_credentials "$server" "$answer"
  tell_who "$(user_info "$server" "$(json_text access_token "$answer")")" "$server"
}

command_logout() {
  if is_help "${1:-}"; then
    logout_usage
    return
  fi
  [ $# -eq 0 ] || die "logout takes nothing" "./orrery logout --help"
  require_curl logout
  [ -f "$CREDENTIALS" ] || {
    say "Nobody is signed in."
    return
  }
  local kept server answer
  kept=$(cat "$CREDENTIALS")
  server=$(json_text server "$kept")
  if ! answer=$(post_form "$server/oauth/revoke" token "$(json_text refresh_token "$kept")"); then
    die "$server does not answer, and still takes your tokens: $answer" "Your sign-in is kept; try again."
  fi
  rm -f "$CREDENTIALS" "$CREDENTIALS.lock"
  say "Signed out."
}

command_whoami() {
  if is_help "${1:-}"; then
    whoami_usage
    return
  fi
  [ $# -eq 0 ] || die "whoami takes nothing" "./orrery whoami --help"
  require_curl whoami
  local token server about
  token=$(my_token) || exit 1
  server=$(json_text server "$(cat "$CREDENTIALS")")
  about=$(user_info "$server" "$token") || die "$server does not answer: $about" "./orrery status"
  case $about in
    *'"sub"'*) tell_who "$about" "$server" ;;
    *) die "$server does not know you any more" "./orrery login signs you in again." ;;
  esac
}
