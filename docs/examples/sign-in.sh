#!/usr/bin/env bash
# Signs in with authorization code + PKCE (S256), as an app does, and prints the access token.
# Usage: sign-in.sh [EMAIL [PASSWORD]]; settings in the environment, see below. Needs bash, curl, openssl.
set -euo pipefail

server=${LOYALTY_URL:-http://localhost:5080}
client=${LOYALTY_CLIENT:-loyalty-app}
redirect=${LOYALTY_REDIRECT:-http://localhost:5081/callback}
scope=${LOYALTY_SCOPE:-openid member}
email=${1:-member@example.com}
password=${2:-demo-club-password}

fail() { echo "sign-in: $1" >&2; exit 1; }
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

cookies=$(mktemp)
trap 'rm -f "$cookies"' EXIT

# The secret of this one sign-in, and what of it may be shown to everybody.
verifier=$(openssl rand 32 | base64url)
challenge=$(printf %s "$verifier" | openssl dgst -sha256 -binary | base64url)
state=$(openssl rand 12 | base64url)

# 1. Ask for a code. Nobody is signed in yet, so curl lands on the page with the form.
page=$(curl -sSfL -c "$cookies" -b "$cookies" -G "$server/connect/authorize" \
  --data-urlencode "response_type=code" \
  --data-urlencode "client_id=$client" \
  --data-urlencode "redirect_uri=$redirect" \
  --data-urlencode "scope=$scope" \
  --data-urlencode "state=$state" \
  --data-urlencode "code_challenge=$challenge" \
  --data-urlencode "code_challenge_method=S256")

# 2. Fill in the form. Its hidden fields go back as they came.
hidden() { sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" <<<"$page" | sed 's/&amp;/\&/g; s/&#x2B;/+/g'; }
[ -n "$(hidden returnUrl)" ] || fail "no sign-in page came; is the server the one at $server?"
back=$(curl -sS -c "$cookies" -b "$cookies" -o /dev/null -w '%{redirect_url}' "$server/sign-in" \
  --data-urlencode "__RequestVerificationToken=$(hidden __RequestVerificationToken)" \
  --data-urlencode "returnUrl=$(hidden returnUrl)" \
  --data-urlencode "username=$email" \
  --data-urlencode "password=$password")
[ -n "$back" ] || fail "e-mail address or password are wrong"

# 3. Now the code comes, in the redirect to the app. There is no app here: read it from the address.
answer=$(curl -sS -c "$cookies" -b "$cookies" -o /dev/null -w '%{redirect_url}' "$back")
case $answer in "$redirect"\?*"state=$state"*) ;; *) fail "unexpected answer: $answer" ;; esac
code=$(sed -n 's/.*[?&]code=\([^&]*\).*/\1/p' <<<"$answer")
[ -n "$code" ] || fail "no code: $answer"

# 4. Change the code for a token. Only who knows the verifier can.
curl -sSf "$server/connect/token" \
  --data-urlencode "grant_type=authorization_code" \
  --data-urlencode "client_id=$client" \
  --data-urlencode "redirect_uri=$redirect" \
  --data-urlencode "code=$code" \
  --data-urlencode "code_verifier=$verifier" |
  sed -n 's/.*"access_token": *"\([^"]*\)".*/\1/p'
