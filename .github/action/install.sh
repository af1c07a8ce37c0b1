#!/usr/bin/env bash
# Puts dbx on the PATH of the following steps: an archive of a release whose checksum was compared, or a build of the action's own source.
# Reads DBX_VERSION, DBX_FOLDER, DBX_SHA256, DBX_REPOSITORY and DBX_ACTION_PATH. DBX_RELEASES names another place of the releases.
set -euo pipefail

mkdir -p "$DBX_FOLDER/bin"
if [ "$DBX_VERSION" = source ]; then
    if [ ! -x "$DBX_FOLDER/bin/dbx" ]; then
        cargo install --locked --quiet --path "$DBX_ACTION_PATH" --root "$DBX_FOLDER"
    fi
else
    case $(uname -s)-$(uname -m) in
    Linux-x86_64) target=x86_64-unknown-linux-musl ;;
    Linux-aarch64 | Linux-arm64) target=aarch64-unknown-linux-musl ;;
    Darwin-x86_64) target=x86_64-apple-darwin ;;
    Darwin-arm64) target=aarch64-apple-darwin ;;
    *)
        echo "::error::there is no release for $(uname -s) on $(uname -m); set version: source"
        exit 1
        ;;
    esac
    if [ -z "$DBX_REPOSITORY" ] && [ -z "${DBX_RELEASES:-}" ]; then
        echo "::error::nobody says whose releases to download: set repository (owner/name), or version: source"
        exit 2
    fi
    archive=dbx-$DBX_VERSION-$target.tar.gz
    releases=${DBX_RELEASES:-https://github.com/$DBX_REPOSITORY/releases/download}
    fetch() { curl --fail --silent --show-error --location --retry 3 --output "$2" "$1"; }
    # What comes out of the cache is compared as what comes over the network.
    fetch "$releases/$DBX_VERSION/SHA256SUMS" "$DBX_FOLDER/SHA256SUMS"
    if [ ! -f "$DBX_FOLDER/$archive" ]; then
        fetch "$releases/$DBX_VERSION/$archive" "$DBX_FOLDER/$archive"
    fi
    found=$(shasum -a 256 "$DBX_FOLDER/$archive" | cut -d ' ' -f 1)
    expected=$(awk -v name="$archive" '$2 == name { print $1 }' "$DBX_FOLDER/SHA256SUMS")
    if [ -z "$expected" ] || [ "$found" != "$expected" ] || [ -n "$DBX_SHA256" ] && [ "$found" != "$DBX_SHA256" ]; then
        rm -f "$DBX_FOLDER/$archive"
        echo "::error::$archive has the checksum $found, and should have ${DBX_SHA256:-${expected:-one in SHA256SUMS}}"
        exit 1
    fi
    tar -xzf "$DBX_FOLDER/$archive" -C "$DBX_FOLDER/bin" --strip-components 1 "${archive%.tar.gz}/dbx"
fi
echo "$DBX_FOLDER/bin" >>"$GITHUB_PATH"
"$DBX_FOLDER/bin/dbx" --version
