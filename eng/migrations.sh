#!/usr/bin/env bash
# Adds a migration to every provider:   eng/migrations.sh NAME
# Starts over (before the first release only): eng/migrations.sh --restart
set -euo pipefail
cd "$(dirname "$0")/.."
name="${1:?a name, or --restart}"
dotnet tool restore >/dev/null
if [ "$name" = --restart ]; then
    # The tool keeps the snapshots of the model in a folder of their namespace; a stale one makes the first migration a
    # difference to it.
    rm -rf src/Loyalty.Storage/Migrations src/Loyalty.Storage/Loyalty
    dotnet build src/Loyalty.Storage -v quiet -p:RunAnalyzers=false >/dev/null
    name=Initial
fi
dotnet build src/Loyalty.Storage -v quiet -p:RunAnalyzers=false >/dev/null
for provider in Sqlite PostgreSql SqlServer; do
    dotnet ef migrations add "$name" --no-build --project src/Loyalty.Storage \
        --context "${provider}LoyaltyDbContext" --output-dir "Migrations/$provider"
done
