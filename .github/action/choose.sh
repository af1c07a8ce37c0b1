#!/usr/bin/env bash
# Which dbx is installed, and under which key it is kept between runs.
# Reads DBX_VERSION, DBX_ACTION_REF and DBX_ACTION_PATH; writes `version`, `folder` and `key` to $GITHUB_OUTPUT.
set -euo pipefail

version=$DBX_VERSION
if [ -z "$version" ]; then
    # The action by its tag is the release of that name; by a branch or a commit it is its own source.
    case $DBX_ACTION_REF in
    v[0-9]*.[0-9]*.[0-9]*) version=$DBX_ACTION_REF ;;
    *) version=source ;;
    esac
fi
case $version in
source | v[0-9]*) ;;
*)
    echo "::error::version is a release (v0.1.0) or source, and not '${version//[^A-Za-z0-9._-]/?}'"
    exit 2
    ;;
esac
if [ "$version" = source ]; then
    # The sources themselves: another commit of them is another program.
    state=$(cat "$DBX_ACTION_PATH/Cargo.lock" "$DBX_ACTION_PATH/Cargo.toml" | shasum -a 256 | cut -c1-16)
    state=$state-$(find "$DBX_ACTION_PATH/src" -type f -print0 | LC_ALL=C sort -z | xargs -0 cat | shasum -a 256 | cut -c1-16)
else
    state=$version
fi
{
    echo "version=$version"
    echo "folder=${RUNNER_TOOL_CACHE:-$HOME/.cache}/dbx/$state"
    echo "key=dbx-$RUNNER_OS-$RUNNER_ARCH-$state"
} >>"$GITHUB_OUTPUT"
