#!/usr/bin/env bash
# Keeps one comment of a pull request up to date: the one that begins with dbx's marker, or a new one. A project below the root of the repository has
# a comment of its own.
# Reads GH_TOKEN (by gh), GITHUB_REPOSITORY, DBX_PULL_REQUEST and DBX_OUT.
set -euo pipefail

project=$(git rev-parse --show-prefix)
export DBX_MARKER='<!-- dbx:ci -->'
if [ -n "$project" ]; then DBX_MARKER="<!-- dbx:ci ${project%/} -->"; fi
page=$(mktemp)
trap 'rm -f "$page"' EXIT
{ printf '%s\n' "$DBX_MARKER" && tail -n +2 "$DBX_OUT/comment.md"; } >"$page"

comments=repos/$GITHUB_REPOSITORY/issues/$DBX_PULL_REQUEST/comments
# Anybody may write the marker; only what a bot wrote is ours to change.
mine='.[] | select(.user.type == "Bot" and (.body | startswith(env.DBX_MARKER))) | .id'
if ! ids=$(gh api --paginate "$comments?per_page=100" --jq "$mine"); then
    echo "::notice::the comments of the pull request cannot be read; the report is in the summary of the job"
    exit 0
fi
id=${ids%%$'\n'*}
# Nobody needs to be told that nothing changes; a comment from before is brought up to date.
if [ -z "$id" ] && grep -q '^  "specs": \[\],$' "$DBX_OUT/report.json" && grep -q '^  "migrations": \[\],$' "$DBX_OUT/report.json"; then
    exit 0
fi
if [ -n "$id" ]; then
    request=(--method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id")
else
    request=(--method POST "$comments")
fi
# A pull request from a fork has a token that may only read.
if ! gh api "${request[@]}" --field "body=@$page" --silent; then
    echo "::notice::the comment cannot be written (a pull request from a fork?); the report is in the summary of the job"
fi
