# Keeps one throw-away server for as long as somebody uses it; then stops and deletes it.
#
#   keeper.sh keep  HOME RUNNER LINGER    wait for the last user, then as below
#   keeper.sh sweep HOME                  stop the server, if it still runs, and delete its files
#
# Users hold HOME/users, a named pipe, open for writing. The system closes it for those that crash, so
# reading to its end means, without any counting, that all users are gone. RUNNER is the process id of a
# test run to outlive (or 0); without one the server lingers for LINGER idle seconds, since tests
# that run as one process each leave gaps between them.

job=$1
home=$2

running() {
    # Its command line names HOME: after a crash the number may belong to somebody else by now.
    if [ -r "/proc/$1/cmdline" ]; then
        line=$(tr '\0' ' ' <"/proc/$1/cmdline")
    else
        line=$(ps -ww -o args= -p "$1" 2>/dev/null)
    fi
    case $line in *"$home/"*) return 0 ;; *) return 1 ;; esac
}

stop() {
    [ -s "$home/pid" ] || return 0
    pid=$(cat "$home/pid")
    running "$pid" || return 0
    kill -s "$(cat "$home/stop-signal")" "$pid"
    tries=0
    while running "$pid"; do
        tries=$((tries + 1))
        [ "$tries" -eq 150 ] && kill -s KILL "$pid"
        [ "$tries" -gt 200 ] && return 1
        sleep 0.1
    done
}

sweep() {
    stop
    # Again after a second for what a killed server's children were still writing.
    rm -rf "$home" 2>/dev/null || { sleep 1; rm -rf "$home"; }
}

keep() {
    runner=$1
    linger=$2
    exec 3<"$home/users"
    cat <&3 >/dev/null
    if [ "$runner" -gt 0 ]; then
        while kill -0 "$runner" 2>/dev/null; do sleep 0.5 3<&-; done
    else
        # Each user leaves a byte, so that one who came and went in the meantime is noticed.
        while sleep "$linger" 3<&-; [ -n "$(cat <&3)" ]; do :; done
    fi
    # From here on nobody new finds the pipe; who opened it just before is still waited for.
    mv "$home/users" "$home/leaving"
    cat <&3 >/dev/null
    sweep
}

case $job in
keep) keep "$3" "$4" ;;
sweep) sweep ;;
esac
