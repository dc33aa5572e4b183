#!/bin/sh
# Builds the networks that this example was recorded on, of network namespaces (ip-netns(8)), runs its
# programs there one after another as they wait for each other, shows what each printed, and takes all
# of it away again. Nothing outside of the namespaces is changed. As root, after `make`:
#
#     sudo ./run.sh
#
# It needs iproute2, util-linux and coreutils. Programs run as the user who called sudo, else as nobody.
set -eu

[ "$(id -u)" = 0 ] || { echo "$0: only root can make network namespaces: sudo $0" >&2; exit 1; }

uid=${SUDO_UID:-65534} gid=${SUDO_GID:-65534}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)   # what the processes are given and print
lab=lab$$           # the namespaces are called after it: lab4711-server
spaces='' routers='' ports=0 rights=''

# Ends all that still runs, and takes the namespaces away.
clean_up() {
	for space in $spaces; do
		for pid in $(ip netns pids "$space"); do kill -KILL "$pid" || :; done
		ip netns del "$space"
	done
	rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

space() {
	ip netns add "$1"
	spaces="$spaces $1"
	ip -n "$1" link set lo up
}

# host NAME: a host, with a copy of this folder, which its processes see as /tmp.
host() {
	space "$lab-$1"
	cp -R "$here" "$work/$1"
	chown -R "$uid:$gid" "$work/$1"
	chmod 1777 "$work/$1"
}

# network NAME: a switch, in the namespace $lab. It takes packets of any size.
network() {
	case " $spaces " in *" $lab "*) ;; *) space "$lab" ;; esac
	ip -n "$lab" link add "$1" mtu 65535 type bridge
	ip -n "$lab" link set "$1" up
}

# forward HOST: it is a router, which has addresses of its own making (fe80::) and others do not.
forward() {
	routers="$routers $1"
	ip netns exec "$lab-$1" sh -c 'cd /proc/sys/net
		echo 1 >ipv4/ip_forward
		[ -d ipv6 ] || exit 0
		echo 1 >ipv6/conf/all/forwarding
		echo 0 >ipv6/conf/all/accept_dad
		echo 0 >ipv6/conf/default/accept_dad'
}

# join HOST NETWORK ADDRESS...: an interface of the host, called as the network that it is on.
join() {
	on="$lab-$1" name=$2 ports=$((ports + 1))
	ip -n "$on" link add "$name" type veth peer name "port$ports" mtu 65535 netns "$lab"
	ip -n "$lab" link set "port$ports" master "$name" up
	case " $routers " in *" $1 "*) ;; *) ip -n "$on" link set "$name" addrgenmode none ;; esac
	ip -n "$on" link set "$name" up
	shift 2
	for address; do
		case $address in
		*:*) ip -n "$on" address add "$address" dev "$name" nodad ;;
		*) ip -n "$on" address add "$address" dev "$name" ;;
		esac
	done
}

# What a process does first: its host's names and folder are in its sight, and nobody else's.
cat >"$work/enter" <<'END'
echo $$ >"$1/$3.pid"
mount --bind "$1/names" /etc/hosts
mount --bind "$1/$2" /tmp
cd /tmp
shift 3
exec "$@"
END

# start NAME HOST COMMAND...: the command as a process of the host, with no rights but $rights.
start() {
	name=$1 host=$2
	shift 2
	exec 3<&0
	{
		status=0
		(
			exec >"$work/$name.out" 2>&1 <&3 3<&-
			exec ip netns exec "$lab-$host" sh "$work/enter" "$work" "$host" "$name" \
				setpriv --reuid "$uid" --regid "$gid" --clear-groups \
				--inh-caps "-all$rights" --ambient-caps "-all$rights" \
				env -i --default-signal HOME=/tmp LC_ALL=C.UTF-8 TZ=UTC \
				PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
				stdbuf -oL "$@"
		) || status=$?
		echo "$status" >"$work/$name.status"
	} 2>/dev/null & # where the shell would say how it ended
	exec 3<&-
	until [ -s "$work/$name.pid" ] || has_ended "$name"; do sleep 0.02; done
}

has_ended() { [ -s "$work/$1.status" ]; }

until_ended() { until has_ended "$1"; do sleep 0.05; done; }

# until_ready NAME TEST...: waits until the test is true.
until_ready() {
	name=$1
	shift
	until "$@"; do
		if has_ended "$name"; then
			cat "$work/$name.out"
			echo "$name ended before others could reach it" >&2
			exit 1
		fi
		sleep 0.05
	done
}

# sockets NAME OPTION COUNT: whether the process has so many, of those that ss(8) shows with the option.
sockets() {
	pid=$(cat "$work/$1.pid")
	[ "$(nsenter --target "$pid" --net ss -Hp "$2" 2>/dev/null | grep -c "pid=$pid,")" -ge "$3" ]
}

until_listening() { until_ready "$1" sockets "$1" -l "$2"; }
until_bound() { until_ready "$1" sockets "$1" -a "$2"; }
until_printed() { until_ready "$1" grep -qF -e "$2" "$work/$1.out"; }
until_there() { until_ready "$1" test -e "$work/$2"; }

# How often each process in the lab has been switched away from: that stands still when all wait.
switches() {
	for space in $spaces; do
		for pid in $(ip netns pids "$space"); do grep -h ctxt /proc/"$pid"/task/*/status || :; done
	done 2>/dev/null
}

# Waits until nothing in the lab has run for a moment: all has been done by then. Who wakes up again
# and again is not waited for.
until_rest() {
	before=''
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		now=$(switches)
		[ "$now" != "$before" ] || break
		before=$now
		sleep 0.2
	done
}

# input NAME HOST: what the process is to read comes bit by bit.
input() {
	mkfifo "$work/$1.in"
	ip netns exec "$lab-$2" sleep infinity >"$work/$1.in" & # else the first who writes would end it
	echo $! >"$work/$1.open"
}

# say NAME LINE: as a person types it, who waits until nothing more comes.
say() {
	until_rest
	echo "$2" 1<>"$work/$1.in"
}

end_input() {
	until_rest
	kill "$(cat "$work/$1.open")"
}

# stop NAME SIGNAL: a process that would run for ever.
stop() {
	until_rest
	kill -s "$2" "$(cat "$work/$1.pid")" || :
	until_ended "$1"
	echo "$2" >"$work/$1.stopped"
}

# show NAME CALL: what a process printed, below how it was called; its end where that is not as usual.
show() {
	echo "$2"
	cat "$work/$1.out"
	status=$(cat "$work/$1.status")
	if [ "$status" -gt 128 ]; then
		[ -e "$work/$1.stopped" ] || echo "[killed by SIG$(kill -l "$status")]"
	elif [ "$status" -gt 0 ]; then
		echo "[exit status $status]"
	fi
}

exec </dev/null # nothing to read but for what is given some
