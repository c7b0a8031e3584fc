#!/usr/bin/env bash
# The gate: everything that has to hold before a change is merged. Ends with one line, "N passed, N failed".
#
#   ./test.sh                       all of it
#   ./test.sh domain graphql        only these suites; names are shown by --list
#   ./test.sh --filter EXPRESSION   only the .NET tests that match (as in dotnet test), in the suites named
#   ./test.sh --list                the names of the suites
#
# PostgreSQL, Redis and the Node packages are installed as far as they are missing and this user may (root, or sudo
# without a password). What is missing after that is named, the rest runs, and the end says what was left out. With
# CI=true a suite that is left out is a failure, except what needs a SQL Server.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en
export MSBUILDTERMINALLOGGER=off NPM_CONFIG_UPDATE_NOTIFIER=false NEXT_TELEMETRY_DISABLED=1
CONFIGURATION=Debug
# Test projects that run at the same time. Each starts servers of its own on ports of its own.
PARALLEL=2
SHARED_CHECKS=../shared/checks
# Published on purpose: the demo club of Development only. The README names it as well.
DEMO_WEBHOOK_SECRET="${LOYALTY_DEMO_WEBHOOK_SECRET:-whsec_bm9ydGhiYW5rLWRlbW8tc2VjcmV0LTAwMDE=}"
DEMO_OTHER_SECRET=whsec_c2t5dGVsLWRlbW8td2ViaG9vay1zZWNyZXQtMDAwMQ==
DEMO_MEMBER_ACCOUNT=7753 # linked to the demo member, so that its events move points
export LOYALTY_PASSWORD="${LOYALTY_PASSWORD:-demo-club-password}" LOYALTY_SECRET="${LOYALTY_SECRET:-demo-service-secret-0001}"

# --- Which suites ---------------------------------------------------------------------------------------------------
# The suites against the running server. Switch one from "off" to "on" once the server has what it asks for; from then
# on it counts and its absence is an error.
declare -A SERVER_SUITES=(
    [graphql-http]=on    # /graphql answers
    [graphql-differential]=on # the conformance host starts, and answers as graphql-js does
    [graphql-sub]=on     # the same host serves subscriptions over WebSockets and event streams
    [graphql-clients]=on # Apollo Client works, and code generators understand api-specs/schema.graphql
    [webhooks]=on        # /webhooks/v1/partners/northbank/events and the demo club exist
    [events-out]=on      # docs/examples/events-consumer.mjs takes events, checked with standardwebhooks
    [openid-client]=on   # /connect/* answers and tests/conformance/openid-client.mjs exists
    [shared-graphql]=on  # the same as graphql-http, by ../shared/checks where it lies beside this repository
    [shared-webhooks]=on # the same as webhooks, by ../shared/checks
)
SERVER_SUITE_ORDER=(graphql-http graphql-differential graphql-sub graphql-clients webhooks events-out openid-client shared-graphql shared-webhooks)

declare -A PROJECT_OF=()
PROJECT_ORDER=()
for project in tests/*.Tests/*.Tests.csproj; do
    name=$(basename "$project" .csproj)
    name=${name#Loyalty.}
    name=${name%.Tests}
    name=${name,,}
    [[ $name == tests ]] && name=host # Loyalty.Tests: the whole product over HTTP
    PROJECT_OF[$name]=$project
    PROJECT_ORDER+=("$name")
done

FILTER=""
CHOSEN=()
while (($#)); do
    case $1 in
        --filter)
            FILTER=${2:?--filter takes an expression of dotnet test}
            shift 2
            ;;
        --list)
            printf '%s\n' style "${PROJECT_ORDER[@]}" "${SERVER_SUITE_ORDER[@]}"
            exit 0
            ;;
        -h | --help)
            sed -n '2,11p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'
            exit 0
            ;;
        *)
            if [[ $1 != style && -z ${PROJECT_OF[$1]:-} && -z ${SERVER_SUITES[$1]:-} ]]; then
                echo "test.sh: there is no suite '$1'; ./test.sh --list shows them" >&2
                exit 64
            fi
            CHOSEN+=("$1")
            shift
            ;;
    esac
done

chosen() { ((${#CHOSEN[@]} == 0)) || [[ " ${CHOSEN[*]} " == *" $1 "* ]]; }
any_chosen() {
    local name
    for name in "$@"; do chosen "$name" && return 0; done
    return 1
}

# --- Counting ----------------------------------------------------------------------------------------------------------
PASSED=0
FAILED=0
SKIPPED=0
LEFT_OUT=()
WORK=$(mktemp -d)
RESULTS="$WORK/results"
mkdir -p "$RESULTS"
SERVER_PID=""

end() {
    if [[ -s $WORK/statistics-proxy.pid ]]; then kill "$(<"$WORK/statistics-proxy.pid")" 2>/dev/null || true; fi
    if [[ -n $SERVER_PID ]]; then
        kill "$SERVER_PID" 2>/dev/null || true
        wait "$SERVER_PID" 2>/dev/null || true
    fi
    rm -rf "$WORK"
}
trap end EXIT

heading() { printf '\n== %s\n' "$*"; }
count() { # NAME PASSED FAILED [SKIPPED]
    PASSED=$((PASSED + $2))
    FAILED=$((FAILED + $3))
    SKIPPED=$((SKIPPED + ${4:-0}))
    printf '%-28s %5d passed, %d failed%s\n' "$1" "$2" "$3" "$( ((${4:-0})) && echo ", $4 skipped" || true)"
}
leave_out() { # NAME REASON
    LEFT_OUT+=("$1: $2")
    echo "left out: $1: $2"
}
check() { # NAME COMMAND...: one check that passes when the command ends with 0
    local name=$1 log="$WORK/check.log"
    shift
    if "$@" >"$log" 2>&1; then
        count "$name" 1 0
    else
        tail -n 60 "$log"
        count "$name" 0 1
        return 1
    fi
}
summary() {
    if ((${#LEFT_OUT[@]})); then
        heading "Left out"
        printf '%s\n' "${LEFT_OUT[@]}"
    fi
    echo
    echo "$PASSED passed, $FAILED failed$( ((SKIPPED)) && echo ", $SKIPPED skipped" || true)"
    ((FAILED == 0)) || exit 1
    exit 0
}

# --- What the machine needs ----------------------------------------------------------------------------------------------
has() { command -v "$1" >/dev/null 2>&1; }
has_postgres() {
    [[ -n ${LOYALTY_TEST_POSTGRES:-} ]] && return 0
    [[ -x ${LOYALTY_POSTGRES_BIN:-/nowhere}/initdb ]] && return 0
    has initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}
has_redis() { [[ -n ${LOYALTY_TEST_REDIS:-} ]] || has redis-server; }

install_packages() {
    local missing=() sudo=()
    has_postgres || missing+=(postgresql)
    has_redis || missing+=(redis-server)
    ((${#missing[@]})) || return 0
    if ! has apt-get; then
        echo "missing: ${missing[*]}; this is not Debian, so they are not installed from here"
        return 0
    fi
    if ((EUID != 0)); then
        if ! has sudo || ! sudo -n true 2>/dev/null; then
            echo "missing: ${missing[*]}; install them with: apt-get install ${missing[*]}"
            return 0
        fi
        sudo=(sudo -n)
    fi
    echo "installing ${missing[*]}"
    local log="$WORK/apt.log" run=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq)
    # Only the programs: the services that Debian would start are neither needed nor wanted.
    printf '#!/bin/sh\nexit 101\n' >"$WORK/policy-rc.d"
    local policy=/usr/sbin/policy-rc.d own_policy=no
    if [[ ! -e $policy ]] && "${sudo[@]}" install -m 755 "$WORK/policy-rc.d" "$policy" 2>/dev/null; then own_policy=yes; fi
    if ! { "${run[@]}" update && "${run[@]}" install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
        tail -n 15 "$log"
        echo "could not install ${missing[*]}"
    fi
    if [[ $own_policy == yes ]]; then "${sudo[@]}" rm -f "$policy"; fi
}

NODE_READY=no
install_node_packages() {
    if ! has node || ! has npm; then
        echo "missing: Node.js 20 and npm"
        return 0
    fi
    local folder=tests/conformance
    if [[ ! -e $folder/node_modules/.package-lock.json || $folder/package-lock.json -nt $folder/node_modules/.package-lock.json ]]; then
        echo "installing the Node packages of $folder"
        if ! (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) >"$WORK/npm.log" 2>&1 </dev/null; then
            tail -n 15 "$WORK/npm.log"
            return 0
        fi
        touch "$folder/node_modules/.package-lock.json"
    fi
    NODE_READY=yes
}

# --- .NET ------------------------------------------------------------------------------------------------------------------
run_project() { # NAME: writes NAME.log and NAME.trx into $RESULTS
    local arguments=(--no-build --configuration "$CONFIGURATION" --results-directory "$RESULTS")
    [[ -n $FILTER ]] && arguments+=(--filter "$FILTER")
    # Code that is counted before it is compiled for good is of use to what runs for hours.
    DOTNET_TieredPGO=0 dotnet test "${PROJECT_OF[$1]}" "${arguments[@]}" --logger "trx;LogFileName=$1.trx" --logger "console;verbosity=minimal" \
        >"$RESULTS/$1.log" 2>&1 </dev/null
}

count_project() { # NAME EXIT_CODE
    local trx="$RESULTS/$1.trx" counters total passed failed skipped
    if [[ ! -s $trx ]]; then
        if [[ $2 == 0 ]]; then
            # No test yet, or none that matches the filter.
            grep -E 'No test (is available|matches)' "$RESULTS/$1.log" | head -n 1 || true
            count "$1" 0 0
        else
            tail -n 40 "$RESULTS/$1.log"
            count "$1" 0 1
        fi
        return
    fi
    counters=$(grep -o '<Counters [^>]*>' "$trx")
    value() { sed -E "s/.* $1=\"([0-9]+)\".*/\1/" <<<"$counters"; }
    total=$(value total) passed=$(value passed)
    skipped=$(grep -c '<UnitTestResult [^>]*outcome="NotExecuted"' "$trx" || true)
    # Whatever neither passed nor was skipped failed: aborted and timed-out tests have counters of their own.
    failed=$((total - passed - skipped))
    # A host that broke down after its last test reports no failed test.
    if ((failed == 0)) && [[ $2 != 0 ]]; then failed=1; fi
    if ((failed)); then grep -vE '\[SKIP\]|^  Skipped ' "$RESULTS/$1.log" | head -n 400; fi
    count "$1" "$passed" "$failed" "$skipped"
    if ((skipped)); then report_skips "$1" "$trx"; fi
}

report_skips() { # NAME TRX: every reason once, with the number of tests
    local line number reason
    while read -r number reason; do
        echo "    $number skipped: $reason"
        LEFT_OUT+=("$number tests of $1: $reason")
        if [[ ${CI:-} == true && $reason != SqlServer:* ]]; then
            count "$1 (left out in CI)" 0 1
        fi
    done < <(tr '\n' ' ' <"$2" | sed -E 's/<UnitTestResult |<\/Results>/\n&/g' \
        | grep '^<UnitTestResult [^>]*outcome="NotExecuted"' \
        | sed -nE 's/.*<(Message|StdOut)>([^<]*)<.*/\2/p' | sort | uniq -c)
}

run_projects() {
    local -A running=()
    local name waiting=("$@") pid done_pid code
    while ((${#waiting[@]} || ${#running[@]})); do
        while ((${#waiting[@]} && ${#running[@]} < PARALLEL)); do
            name=${waiting[0]}
            waiting=("${waiting[@]:1}")
            run_project "$name" &
            running[$!]=$name
        done
        code=0
        wait -n -p done_pid "${!running[@]}" || code=$?
        count_project "${running[$done_pid]}" "$code"
        unset "running[$done_pid]"
    done
}

# --- The running server ------------------------------------------------------------------------------------------------------
BASE_URL=""
start_server() {
    local port log="$WORK/server.log" attempt
    port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
    BASE_URL="http://127.0.0.1:$port"
    ASPNETCORE_ENVIRONMENT=Development DOTNET_ENVIRONMENT=Development ASPNETCORE_URLS=$BASE_URL \
        Database__Provider=Sqlite Database__ConnectionString="Data Source=$WORK/conformance.db" \
        Outbound__AllowPrivateAddresses=true \
        dotnet "src/Loyalty.Api/bin/$CONFIGURATION/net10.0/Loyalty.Api.dll" >"$log" 2>&1 </dev/null &
    SERVER_PID=$!
    for ((attempt = 0; attempt < 300; attempt++)); do
        if node -e 'fetch(process.argv[1]).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))' "$BASE_URL/health/ready"; then return 0; fi
        if ! kill -0 "$SERVER_PID" 2>/dev/null; then break; fi
        sleep 0.2
    done
    tail -n 40 "$log"
    return 1
}

run_server_suite() { # NAME
    local log="$RESULTS/$1.log" code=0 line passed failed
    case $1 in
        shared-graphql | shared-webhooks) run_shared "$1" >"$log" 2>&1 || code=$? ;;
        *)
            (cd tests/conformance && node run.mjs "$BASE_URL" --secret "$DEMO_WEBHOOK_SECRET" --only "$1") >"$log" 2>&1 </dev/null || code=$?
            ;;
    esac
    # Every suite ends with its own "N passed, N failed".
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1 || true)
    if [[ ! $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
        tail -n 40 "$log"
        count "$1" 0 1
        return
    fi
    passed=${BASH_REMATCH[1]} failed=${BASH_REMATCH[2]}
    if ((failed == 0)) && [[ $code != 0 ]]; then failed=1; fi
    if ((failed)); then grep -v '^ok ' "$log" | tail -n 100; fi
    count "$1" "$passed" "$failed"
}

# Independent checks that are kept apart from this repository. They import from a node_modules beside themselves, so
# they run from a temporary folder.
run_shared() { # NAME
    local folder="$WORK/shared" body count_url
    mkdir -p "$folder"
    cp "$SHARED_CHECKS"/*.mjs "$folder/"
    ln -sfn "$PWD/tests/conformance/node_modules" "$folder/node_modules"
    if [[ $1 == shared-graphql ]]; then
        node "$folder/graphql-http-audit.mjs" "$BASE_URL/graphql" --extra </dev/null
        return
    fi
    # Of a customer who is linked: each event that takes effect shows in the statistics.
    body=$(sed "s/conformance-unknown/$DEMO_MEMBER_ACCOUNT/" tests/conformance/event.json)
    count_url=$(start_statistics_proxy)
    node "$folder/webhook-sign.mjs" "$BASE_URL/webhooks/v1/partners/northbank/events" --suite \
        --secret "$DEMO_WEBHOOK_SECRET" --other-secret "$DEMO_OTHER_SECRET" --count-url "$count_url" \
        --json "$body" --header 'content-type: application/cloudevents+json' </dev/null
}

start_statistics_proxy() { # prints its address; it ends with this script
    local address="$WORK/statistics-proxy" attempt
    node tests/conformance/statistics-proxy.mjs "$BASE_URL" >"$address" 2>&1 </dev/null &
    echo $! >"$WORK/statistics-proxy.pid"
    for ((attempt = 0; attempt < 100; attempt++)); do
        if grep -m 1 '^http' "$address"; then return 0; fi
        sleep 0.1
    done
    cat "$address" >&2
    return 1
}

run_server_suites() {
    local name wanted=()
    for name in "${SERVER_SUITE_ORDER[@]}"; do
        chosen "$name" || continue
        if [[ ${SERVER_SUITES[$name]} == off ]]; then
            leave_out "$name" "switched off in test.sh until the server has what it asks for"
        elif [[ $name == shared-* && ! -d $SHARED_CHECKS ]]; then
            echo "$name: $SHARED_CHECKS is not beside this repository"
        else
            wanted+=("$name")
        fi
    done
    ((${#wanted[@]})) || return 0
    if [[ $NODE_READY != yes ]]; then
        for name in "${wanted[@]}"; do
            leave_out "$name" "Node.js or its packages are missing"
            if [[ ${CI:-} == true ]]; then count "$name (left out in CI)" 0 1; fi
        done
        return 0
    fi
    check "server starts" start_server || return 0
    for name in "${wanted[@]}"; do run_server_suite "$name"; done
}

# --- The run -------------------------------------------------------------------------------------------------------------
heading "Prepare"
if ! has dotnet; then
    echo "missing: the .NET 10 SDK"
    count "prepare" 0 1
    summary
fi
if any_chosen "${PROJECT_ORDER[@]}"; then
    install_packages
    has_postgres || leave_out PostgreSQL "not installed, and LOYALTY_TEST_POSTGRES is not set"
    has_redis || leave_out Redis "not installed, and LOYALTY_TEST_REDIS is not set"
fi
if any_chosen "${SERVER_SUITE_ORDER[@]}"; then install_node_packages; fi

heading "Build"
check "tools" dotnet tool restore || summary
check "restore (locked)" dotnet restore Loyalty.sln --locked-mode || summary
if chosen style; then check "format" dotnet csharpier check . || true; fi
check "build" dotnet build Loyalty.sln --no-restore --configuration "$CONFIGURATION" -warnaserror || summary

heading "Tests"
projects=()
for name in "${PROJECT_ORDER[@]}"; do
    if chosen "$name"; then projects+=("$name"); fi
done
if ((${#projects[@]})); then run_projects "${projects[@]}"; fi

if any_chosen "${SERVER_SUITE_ORDER[@]}"; then
    heading "The running server"
    run_server_suites
fi
summary
