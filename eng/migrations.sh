#!/usr/bin/env bash
# Adds a migration to every provider:   eng/migrations.sh NAME
# Starts over (before the first release only): eng/migrations.sh --restart
set -euo pipefail
cd "$(dirname "$0")/.."
name="${1:?a name, or --restart}"
dotnet tool restore >/dev/null
if [ "$name" = --restart ]; then
    rm -rf src/Loyalty.Storage/Migrations
    name=Initial
fi
dotnet build src/Loyalty.Storage -v quiet -p:RunAnalyzers=false >/dev/null
for provider in Sqlite PostgreSql SqlServer; do
    dotnet ef migrations add "$name" --no-build --project src/Loyalty.Storage \
        --context "${provider}LoyaltyDbContext" --output-dir "Migrations/$provider"
done
