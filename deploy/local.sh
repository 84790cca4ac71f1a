#!/bin/bash
# Two servers of Attune behind nginx, on one PostgreSQL and one RabbitMQ, all on this machine, on free ports, with a folder of their own below /tmp. Prints the
# address to use; Ctrl-C stops everything and deletes the folder.
#
#   deploy/local.sh [--replicas N] [--stdin] [-- OPTIONS OF attune serve]
#
# --replicas 0 starts PostgreSQL and RabbitMQ alone.
# --stdin ends it at the end of the input, for whoever starts it from a program. Needs on Debian: apt-get install postgresql-15 rabbitmq-server nginx-light.
# ATTUNE names another tool than the one of this checkout, as ATTUNE="dotnet /opt/attune/Attune.Cli.dll".
set -u
here=$(cd "$(dirname "$0")" && pwd)
attune=${ATTUNE:-$here/../attune}
replicas=2
stdin=
while [ $# -gt 0 ]; do
    case $1 in
        --replicas) replicas=$2; shift 2 ;;
        --stdin) stdin=1; shift ;;
        --) shift; break ;;
        *) echo "error: $1 is not known; usage: deploy/local.sh [--replicas N] [--stdin] [-- OPTIONS OF attune serve]" >&2; exit 2 ;;
    esac
done

postgres=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
rabbit=/usr/lib/rabbitmq/bin/rabbitmq-server
nginx=$(PATH=$PATH:/usr/sbin command -v nginx)
for program in "$postgres/initdb" "$rabbit" "$nginx"; do
    [ -x "$program" ] || { echo "error: PostgreSQL, RabbitMQ or nginx is missing; on Debian: apt-get install postgresql-15 rabbitmq-server nginx-light" >&2; exit 3; }
done

folder=$(mktemp -d /tmp/attune-local-XXXXXX)
chmod 755 "$folder"
servers=()
used=" "

# A port that nobody listens on, below those that the system gives to outgoing connections.
free_port() {
    while :; do
        port=$((20000 + RANDOM % 12000))
        case $used in *" $port "*) continue ;; esac
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue
        used="$used$port "
        return
    done
}

# Waits until a command succeeds, while the process lives: await SECONDS WHAT PROCESS COMMAND …
await() {
    local end=$((SECONDS + $1)) what=$2 process=$3
    shift 3
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] && kill -0 "$process" 2>/dev/null || { echo "error: $what does not answer; its log:" >&2; tail -n 20 "$folder/$what.log" >&2; exit 1; }
        sleep 0.2
    done
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

answers() {
    exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
    head -n 1 <&3 | grep -q ' 200 '
}

# PostgreSQL refuses to run as root.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"; else "$@"; fi
}

stop() {
    trap - EXIT INT TERM
    for pid in "${servers[@]}"; do kill "$pid" 2>/dev/null; done
    for pid in "${servers[@]}"; do wait "$pid" 2>/dev/null; done
    [ -f "$folder/nginx.pid" ] && kill "$(cat "$folder/nginx.pid")" 2>/dev/null
    [ -f "$folder/postgres/data/postmaster.pid" ] && as_postgres "$postgres/pg_ctl" -D "$folder/postgres/data" -m fast -w stop >/dev/null 2>&1
    [ -f "$folder/rabbit/pid" ] && kill -9 "$(cat "$folder/rabbit/pid")" 2>/dev/null
    # The port mapper forgets the broker once that is gone, and may then be ended.
    for _ in 1 2 3 4 5; do ERL_EPMD_PORT=${ERL_EPMD_PORT:-1} epmd -kill 2>/dev/null | grep -q Killed && break; sleep 0.2; done
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

start_postgres() {
    free_port
    postgres_port=$port
    mkdir "$folder/postgres"
    [ "$(id -u)" = 0 ] && chown postgres "$folder/postgres"
    as_postgres "$postgres/initdb" -D "$folder/postgres/data" -U attune --auth=trust -E UTF8 --no-locale -N > "$folder/postgres.log" 2>&1 &&
        as_postgres "$postgres/pg_ctl" -D "$folder/postgres/data" -w -t 60 -l "$folder/postgres/log" \
            -o "-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder/postgres -c max_connections=200" start >> "$folder/postgres.log" 2>&1 &&
        as_postgres "$postgres/createdb" -h 127.0.0.1 -p "$postgres_port" -U attune attune || { cat "$folder/postgres.log" >&2; exit 1; }
}

start_rabbit() {
    free_port
    rabbit_port=$port
    mkdir "$folder/rabbit"
    cat > "$folder/rabbit/rabbitmq.conf" <<END
listeners.tcp.1 = 127.0.0.1:$rabbit_port
log.console = false
log.file.level = warning
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 200MB
END
    echo '[].' > "$folder/rabbit/enabled_plugins"
    free_port; export ERL_EPMD_PORT=$port
    free_port; export RABBITMQ_DIST_PORT=$port
    export ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_RELAXED_COMMAND_CHECK=1
    HOME=$folder/rabbit RABBITMQ_BASE=$folder/rabbit RABBITMQ_NODENAME=attune$rabbit_port@localhost RABBITMQ_CONFIG_FILE=$folder/rabbit/rabbitmq.conf \
        RABBITMQ_MNESIA_BASE=$folder/rabbit/mnesia RABBITMQ_LOG_BASE=$folder/rabbit/log RABBITMQ_ENABLED_PLUGINS_FILE=$folder/rabbit/enabled_plugins \
        RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_PID_FILE=$folder/rabbit/pid RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}" \
        setsid "$rabbit" > "$folder/rabbitmq.log" 2>&1 < /dev/null &
    rabbit_process=$!
}

start_server() {
    free_port
    server_ports+=("$port")
    ATTUNE_STORE="postgres:Host=127.0.0.1;Port=$postgres_port;Database=attune;Username=attune" ATTUNE_FEED="amqp://guest:guest@127.0.0.1:$rabbit_port" \
        setsid $attune serve --urls "http://127.0.0.1:$port" "$@" > "$folder/server$port.log" 2>&1 < /dev/null &
    servers+=($!)
}

# The nginx.conf of this folder, with the ports and paths of this run.
start_nginx() {
    free_port
    nginx_port=$port
    local lines=""
    for p in "${server_ports[@]}"; do lines="$lines        server 127.0.0.1:$p max_fails=1 fail_timeout=5s;\n"; done
    sed -e "s|^pid .*|pid $folder/nginx.pid;|" -e "s|^error_log .*|error_log $folder/nginx.log warn;|" -e "s|listen 8080;|listen 127.0.0.1:$nginx_port;|" \
        -e "s|^        server replica1:.*|${lines%\\n}|" -e '/^        server replica2:/d' \
        -e "s|^http {|http {\n    client_body_temp_path $folder/body;\n    proxy_temp_path $folder/proxy;\n    fastcgi_temp_path $folder/fastcgi;\n    uwsgi_temp_path $folder/uwsgi;\n    scgi_temp_path $folder/scgi;|" \
        "$here/nginx.conf" > "$folder/nginx.conf"
    "$nginx" -c "$folder/nginx.conf" -p "$folder" > "$folder/nginx.out" 2>&1 || { cat "$folder/nginx.out" >&2; exit 1; }
}

server_ports=()
start_rabbit
start_postgres
await 180 rabbitmq $rabbit_process listens "$rabbit_port"
for _ in $(seq "$replicas"); do
    start_server "$@"
    # One after the other: the first makes the tables.
    await 120 "server$port" $! answers "$port"
done
if [ "$replicas" -gt 0 ]; then
    start_nginx
    await 30 nginx $$ listens "$nginx_port"
    echo "url http://127.0.0.1:$nginx_port"
fi
for i in "${!servers[@]}"; do echo "server http://127.0.0.1:${server_ports[$i]} process ${servers[$i]}"; done
echo "postgres Host=127.0.0.1;Port=$postgres_port;Database=attune;Username=attune"
echo "rabbitmq amqp://guest:guest@127.0.0.1:$rabbit_port"
echo "logs $folder"
echo "ready; Ctrl-C stops everything and deletes the folder"
if [ -n "$stdin" ]; then cat > /dev/null; else while :; do sleep 1; done; fi
