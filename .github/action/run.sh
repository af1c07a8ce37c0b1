#!/usr/bin/env bash
# Runs `dbx ci` in the working folder. Annotations go to the log, the page to the summary of the job, the rest to $GITHUB_OUTPUT.
# Always succeeds where dbx gave a verdict: the exit code is the output `code`, so that the comment is written first.
# Reads DBX_BASE, DBX_HEAD, DBX_SPEC, DBX_DIALECT, DBX_FAIL_ON, DBX_ALLOW_BREAKING, DBX_ONLINE, DBX_ENV and DBX_OUT.
set -euo pipefail

if [ -z "$DBX_BASE" ]; then
    echo "::error::nothing says what to compare with: set base"
    exit 2
fi
arguments=(--base="$DBX_BASE" --head="$DBX_HEAD" --out="$DBX_OUT" --format=github)
if [ -n "$DBX_SPEC" ]; then arguments+=(--spec="$DBX_SPEC"); fi
if [ -n "$DBX_DIALECT" ]; then arguments+=(--dialect="$DBX_DIALECT"); fi
if [ -n "$DBX_ENV" ]; then arguments+=(--env="$DBX_ENV"); fi
if [ "$DBX_ONLINE" = true ]; then arguments+=(--online); fi
if [ "$DBX_ALLOW_BREAKING" = true ]; then
    arguments+=(--allow-breaking)
else
    arguments+=(--fail-on="$DBX_FAIL_ON")
fi

code=0
dbx ci "${arguments[@]}" || code=$?
case $code in
0 | 3 | 4) ;;
# A spec that is not valid has a report; anything else that goes wrong has none.
1) if ! grep -qs '"verdict": "invalid"' "$DBX_OUT/report.json"; then exit "$code"; fi ;;
*) exit "$code" ;;
esac

# The first value of a key at the top of the report, or of the one plan that is at the top of the folder.
top() { sed -n "s/^  \"$1\": \"\([A-Za-z]*\)\",\{0,1\}$/\1/p" "$DBX_OUT/report.json" | head -n 1; }
folder=$(git rev-parse --show-prefix)$DBX_OUT
plan='' hash='' approval=''
if [ -f "$DBX_OUT/migration.sql" ]; then
    plan=$folder/migration.sql
    hash=$(sed -n 's/^-- hash: \([0-9a-f]*\)$/\1/p' "$DBX_OUT/migration.sql" | head -n 1)
    approval=$(dbx approve "$DBX_OUT/migration.sql" --print)
fi
{
    echo "code=$code"
    echo "verdict=$(top verdict)"
    echo "level=$(top level)"
    echo "folder=$folder"
    echo "plan=$plan"
    echo "hash=$hash"
    echo "approval=$approval"
    echo "sarif=$folder/dbx.sarif"
} >>"$GITHUB_OUTPUT"
cat "$DBX_OUT/comment.md" >>"$GITHUB_STEP_SUMMARY"
