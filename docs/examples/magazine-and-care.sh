#!/usr/bin/env bash
# As the demo club's administrator: sends an issue of a magazine to a new member by post, then calls the member, who has a new job.
# Where npm is at hand, events-consumer.mjs hears of the issue by a signed event.
set -euo pipefail
club="${LOYALTY_URL:-http://localhost:5080}"
admin="$club/api/admin/v1"
token=$(LOYALTY_CLIENT=swagger-ui LOYALTY_REDIRECT="$club/swagger/oauth2-redirect.html" \
    LOYALTY_SCOPE="openid admin" "$(dirname "$0")/sign-in.sh" admin@example.com)

api() { curl -sSf -H "Authorization: Bearer $token" -H "Content-Type: application/json" "$@"; }
id() { sed 's/^{"id":"\([^"]*\)".*/\1/'; }
etag() { api -o /dev/null -D - "$1" | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p'; }
step() { api -X POST "$1/$2" -H "If-Match: $(etag "$1")" -d '{}' >/dev/null; }
instant() { date -u -d "@$(($(date +%s) + $1))" +%Y-%m-%dT%H:%M:%SZ; }

heard=$(mktemp -d)
consumer="" subscription=""
hang_up() {
    [ -z "$consumer" ] || kill "$consumer"
    [ -z "$subscription" ] || api -X DELETE "$admin/event-subscriptions/$subscription"
    rm -rf "$heard"
}
trap hang_up EXIT

listen() {
    local port="${LOYALTY_EVENTS_PORT:-5090}" made secret
    command -v npm >/dev/null || return 1
    npm install --silent --no-audit --no-fund --prefer-offline --prefix "$heard" standardwebhooks >/dev/null 2>&1 || return 1
    # A subscription has its address alone; the consumer takes any path.
    made=$(api "$admin/event-subscriptions" \
        -d "{ \"url\": \"http://127.0.0.1:$port/events/$$\", \"types\": [\"loyalty.magazine.issue.dispatched\"] }") || return 1
    subscription=$(sed 's/^{"subscription":{"id":"\([^"]*\)".*/\1/' <<<"$made")
    secret=$(sed 's/.*"secret":"\([^"]*\)".*/\1/' <<<"$made")
    cp "$(dirname "$0")/events-consumer.mjs" "$heard"
    PORT="$port" WEBHOOK_SECRET="$secret" node "$heard/events-consumer.mjs" >"$heard/events" &
    consumer=$!
}
listen || echo "Without npm and its package standardwebhooks nobody listens to the club's events." >&2

echo "A member who has agreed to magazines by post and to calls:"
member=$(api "$admin/members" -d '{
  "member": { "name": { "given": "Ina", "family": "Berg" }, "preferredLanguage": "de",
    "address": { "street": ["Invalidenstr. 7"], "postalCode": "10115", "city": "Berlin", "country": "DE" } },
  "contactPoints": [{ "kind": "phone", "value": "+493012345678" }],
  "consents": [
    { "purpose": "magazine", "channel": "post", "granted": true, "source": "paper form" },
    { "purpose": "service", "channel": "phone", "granted": true, "source": "paper form" } ] }' | id)
echo "$member"

publication=$(api "$admin/publications" -d '{
  "texts": [{ "language": "de", "title": "Fahrt" }], "languages": ["de"], "channels": ["post"], "postedIn": "CZ", "bundleSize": 50 }' | id)
step "$admin/publications/$publication" publish
api "$admin/subscriptions" -d "{ \"publicationId\": \"$publication\", \"memberId\": \"$member\", \"channel\": \"post\" }" >/dev/null
issue=$(api "$admin/publications/$publication/issues" -d "{ \"definition\": {
  \"texts\": [{ \"language\": \"de\", \"title\": \"Frühling\" }],
  \"editorialCloseAt\": \"$(instant 0)\", \"addressFreezeAt\": \"$(instant 2)\", \"dispatchAt\": \"$(instant 3)\" } }" | id)
echo "The issue $issue goes to its readers within seconds; its labels for the printer:"
until api "$admin/issues/$issue" | grep -q '"status":"dispatched"'; do sleep 1; done
api "$admin/issues/$issue/labels.csv"

if [ -n "$consumer" ]; then
    echo "The consumer has heard of it, and the signature is right:"
    for _ in {1..60}; do grep '^loyalty\.' "$heard/events" && break || sleep 1; done
fi

# The tour is taken at any time of the day.
api -X PUT "$admin/care-settings" -H "If-Match: $(etag "$admin/care-settings")" \
    -d '{ "capContacts": 4, "capDays": 30, "quietFrom": "00:00:00", "quietUntil": "00:00:00", "complaintDays": 3 }' >/dev/null
rule=$(api "$admin/care-rules" -d '{
  "name": "A new job", "trigger": "attributeChanged", "attribute": "employment", "values": ["new-job"],
  "texts": [{ "language": "de", "title": "Glückwunsch", "description": "{name}, wir gratulieren zur neuen Stelle!" }],
  "channels": ["phone"], "goal": "answered" }' | id)
api -X PUT "$admin/members/$member/attributes/employment" -d '{ "value": "new-job" }' >/dev/null
echo "Who would be contacted today, and how:"
api "$admin/care-rules/$rule/preview" -d "{ \"day\": \"$(date -u +%F)\" }"
echo
step "$admin/care-rules/$rule" publish
echo "The call, once it is on the list:"
until call=$(api -X POST "$admin/care-calls/next" -d '{}') && [ -n "$call" ] && [ "$call" != null ]; do sleep 2; done
echo "$call"
echo "What became of it:"
api "$admin/care-calls/$(echo "$call" | id)/outcome" -d '{ "outcome": "answered" }'
echo
