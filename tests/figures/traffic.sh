#!/bin/sh
# Records real traffic: nginx and curl talk over a veth pair between two network namespaces, tcpdump writes.
#   traffic.sh PACKETS FILE     (as root)
set -eu
packets=$1
file=$2
[ "$(id -u)" = 0 ] || { echo "traffic: network namespaces need root" >&2; exit 1; }
export PATH="$PATH:/usr/sbin:/sbin"

server=wirelight-server-$$
client=wirelight-client-$$
work=$(mktemp -d)
tidy() {
    [ ! -f "$work/nginx.pid" ] || kill "$(cat "$work/nginx.pid")" 2>/dev/null || true
    [ -z "${recorder:-}" ] || kill "$recorder" 2>/dev/null || true
    ip netns del "$server" 2>/dev/null || true
    ip netns del "$client" 2>/dev/null || true
    rm -rf "$work"
}
trap tidy EXIT

# Two hosts and a cable. Without offloads, for packets of the size that a wire has.
ip netns add "$server"
ip netns add "$client"
ip -n "$server" link add eth0 type veth peer name eth0 netns "$client"
ip -n "$server" addr add 10.7.0.1/24 dev eth0
ip -n "$client" addr add 10.7.0.2/24 dev eth0
for host in "$server" "$client"; do
    ip -n "$host" link set lo up
    ip -n "$host" link set eth0 up
    ip netns exec "$host" ethtool -K eth0 tso off gso off gro off tx off rx off >/dev/null
    # A little delay makes windows grow and connections overlap, as they do outside of one machine.
    ip netns exec "$host" tc qdisc add dev eth0 root netem delay 1ms limit 100000 2>/dev/null || true
done

# What a web site is made of: many small things and some large ones.
mkdir "$work/site"
for n in $(seq 1 40); do
    head -c $((n * 150)) /dev/urandom | base64 -w 76 > "$work/site/page$n.html"
    head -c $((n * 900)) /dev/urandom > "$work/site/picture$n.jpg"
    head -c $((n * 9000)) /dev/urandom > "$work/site/clip$n.mp4"
done
cat > "$work/nginx.conf" <<CONF
worker_processes 1;
pid $work/nginx.pid;
error_log /dev/null;
events { worker_connections 1024; }
http {
    types { text/html html; image/jpeg jpg; video/mp4 mp4; }
    access_log off;
    sendfile on;
    keepalive_requests 200;
    client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
    server { listen 10.7.0.1:80; root $work/site; }
}
CONF
chmod -R a+rX "$work"
ip netns exec "$server" nginx -p "$work" -c "$work/nginx.conf"

ip netns exec "$client" tcpdump -q -n -Z root -i eth0 -B 262144 -c "$packets" -w "$file" 2>"$work/tcpdump.log" &
recorder=$!
until grep -q listening "$work/tcpdump.log"; do
    kill -0 "$recorder" || { cat "$work/tcpdump.log" >&2; exit 1; }
    sleep 0.1
done

# Visits until the recorder has enough: each a browser's handful of connections.
visit() {
    for n in $(seq 1 40); do
        for thing in "page$n.html" "picture$n.jpg" "picture$(((n * 7) % 40 + 1)).jpg" "clip$n.mp4"; do
            printf 'url = "http://10.7.0.1/%s"\noutput = /dev/null\n' "$thing"
        done
    done > "$work/visit$1"
    while kill -0 "$recorder" 2>/dev/null; do
        ip netns exec "$client" curl -s -Z --parallel-max 6 -K "$work/visit$1" 2>/dev/null || true
    done
}
for visitor in 1 2 3 4; do visit $visitor & visitors="${visitors:-} $!"; done
wait "$recorder"
recorder=""
wait $visitors
