#!/usr/bin/env bash
# Takes a redemption of the signed-in member back:   TOKEN=… docs/examples/cancel.sh REDEMPTION_ID
set -euo pipefail
cd "$(dirname "$0")"
redemption="${1:?the id of a redemption, as GraphQL gives it}"
query=$(tr '\n' ' ' < cancel.graphql)
curl -s "${LOYALTY_URL:-http://localhost:5080}/graphql" -H "Authorization: Bearer ${TOKEN:?an access token}" \
    -H "Content-Type: application/json" \
    -d "{\"query\": \"$query\", \"variables\": {\"input\": {\"redemptionId\": \"$redemption\"}}}"
echo
