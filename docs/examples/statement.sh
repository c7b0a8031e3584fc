#!/usr/bin/env bash
# Prints the newest statement of the demo club's bank, as the bank's own system reads it.
set -euo pipefail
club="${LOYALTY_URL:-http://localhost:5080}"
token=$(curl -sSf "$club/connect/token" -u northbank-service:northbank-service-secret-0001 \
    -d grant_type=client_credentials -d scope=partner | sed -n 's/.*"access_token": *"\([^"]*\)".*/\1/p')
month=$(curl -sSf "$club/api/partner/v1/statements?limit=1" -H "Authorization: Bearer $token" |
    sed -n 's/.*"month":"\([^"]*\)".*/\1/p')
curl -sSf "$club/api/partner/v1/statements/$month" -H "Authorization: Bearer $token"
echo
