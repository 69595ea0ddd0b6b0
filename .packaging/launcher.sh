#!/bin/sh
# Starts @APP@ with the JVM of JAVA_HOME, or else the java of the PATH. JAVA_OPTS: further options for the JVM.

fail() {
    echo "@APP@: $*" >&2
    exit 1
}

self=$0
while [ -L "$self" ]; do # a link in a directory of the PATH, say
    link=$(readlink "$self")
    case $link in
        /*) self=$link ;;
        *) self=${self%/*}/$link ;;
    esac
done
case $self in */*) ;; *) self=./$self ;; esac
home=$(cd "${self%/*}/.." && pwd -P) || fail "cannot find the directory above that of $self"

# Texts that the build has written down need no JVM.
text=
case $#:$1:$2 in
    1:-V: | 1:--version:) text=version ;;
    1:-h: | 1:--help:) text=@APP@ ;;
    2:[a-z]*:-h | 2:[a-z]*:--help) text=@APP@-${1%%/*} ;;
esac
if [ -n "$text" ] && [ -r "$home/lib/help/$text.txt" ]; then
    exec cat "$home/lib/help/$text.txt"
fi

if [ -n "$JAVA_HOME" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, and there is no bin/java in it; set it to a JDK or JRE, 17 or newer"
else
    java=$(command -v java) || fail "there is no java on the PATH; install a JDK or JRE, 17 or newer, or set JAVA_HOME"
fi

# The file "release" of a JDK or JRE tells its version sooner than starting it.
real=$(readlink -f "$java" 2>/dev/null) || real=$java
release=${real%/bin/java}/release
version=
if [ -r "$release" ]; then
    while read -r line; do
        case $line in JAVA_VERSION=*) version=${line#JAVA_VERSION=?} && version=${version%?} && break ;; esac
    done <"$release"
fi
[ -n "$version" ] || version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
major=${version%%[!0-9]*}
[ -n "$major" ] || fail "cannot tell the version of $java; Java 17 or newer is needed"
[ "$major" -ge 17 ] || fail "Java 17 or newer is needed, and $java is $version"

# Java takes the encoding of file names from the locale. They are UTF-8 whatever language messages are in; what the terminal shows is
# another matter.
case ${LC_ALL:-${LC_CTYPE:-$LANG}} in
    *[Uu][Tt][Ff]-8* | *[Uu][Tt][Ff]8*) ;;
    *) LC_ALL=C.UTF-8 && export LC_ALL && JAVA_OPTS="-Dtorrentkit.app.ascii=true $JAVA_OPTS" ;;
esac

# shellcheck disable=SC2086 # JAVA_OPTS is a list; its options win over those before it
set -- $JAVA_OPTS -Dtorrentkit.app.home="$home" -jar "$home/lib/@APP@.jar" "$@"
case $JAVA_OPTS in
    *-XX:+Use*GC*) ;;
    *) set -- -XX:+UseSerialGC "$@" ;; # most of the memory is outside of the heap
esac

# Large pages for the heap, where the kernel gives them to who asks: fewer page faults, which are dear on virtual machines.
pages=
{ read -r pages </sys/kernel/mm/transparent_hugepage/enabled; } 2>/dev/null
case $pages in *"[madvise]"* | *"[always]"*) set -- -XX:+UseTransparentHugePages "$@" ;; esac

# How the JVM compiles is the app's own choice. Buffers are not watched for leaks: the tests do that. They are not zeroed either, for
# which Netty needs java.nio open; said here it costs nothing, and in the manifest 10 ms of a start.
set -- -XX:CompileCommand=quiet @JVM@ -Dio.netty.tryReflectionSetAccessible=true --add-opens=java.base/java.nio=ALL-UNNAMED \
    -Djava.library.path="$home/lib/native" -XX:-UsePerfData -Dio.netty.leakDetection.level=disabled -Dio.netty.machineId=02:00:00:00:00:00:00:01 "$@"
if [ "$major" -ge 24 ]; then
    set -- --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "$@"
fi
# Classes as the JVM of the build had them in memory: good for that version at that place, and a hindrance elsewhere.
archive=$home/lib/@APP@.jsa
if [ -r "$archive" ] && read -r fits <"$archive.for" && [ "$fits" = "$version $home" ]; then
    set -- -XX:SharedArchiveFile="$archive" -Xshare:auto -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -Xlog:disable -Xlog:all=error:stderr "$@"
fi
exec "$java" -Dio.netty.jfr.enabled=false "$@"
