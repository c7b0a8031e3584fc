#!/usr/bin/env bash
# Redeems a reward for the signed-in member:   TOKEN=… docs/examples/redeem.sh REWARD_ID [IDEMPOTENCY_KEY [FIELDS]]
# FIELDS are more fields of the mutation's input, as JSON without braces. The same key again redeems nothing more, and answers
# how the redemption stands.
set -euo pipefail
cd "$(dirname "$0")"
reward="${1:?the id of a reward, as GraphQL gives it}"
key="${2:-tour-1}"
query=$(tr '\n' ' ' < redeem.graphql)
curl -s "${LOYALTY_URL:-http://localhost:5080}/graphql" -H "Authorization: Bearer ${TOKEN:?an access token}" \
    -H "Content-Type: application/json" \
    -d "{\"query\": \"$query\", \"variables\": {\"input\": {\"idempotencyKey\": \"$key\", \"rewardId\": \"$reward\"${3:+, $3}}}}"
echo
