package torrentkit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import torrentkit.testing.ScriptedPeer.Frame;

/** A peer that listens: every connection to it runs a test's script on a thread of its own. */
public final class ScriptedSeed implements AutoCloseable {
    /** What happens on one connection, from its first byte on. An {@link IOException} ends it, as its return does. */
    public interface Script {
        void run(ScriptedPeer peer) throws IOException;
    }

    /** How a seed answers one request. */
    public interface Answer {
        /** Bytes to send, empty for none. */
        byte[] to(Frame request) throws IOException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final Set<ScriptedPeer> open = ConcurrentHashMap.newKeySet();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    private ScriptedSeed(Script script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Listens on any free port of this machine. */
    public static ScriptedSeed running(Script script) {
        try {
            return new ScriptedSeed(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A seed of all pieces that unchokes who is interested, with the extensions, and answers as it is told. */
    public static ScriptedSeed answering(TestTorrent torrent, Answer answer) {
        return running(seed(torrent, true, answer));
    }

    /** The script of a seed of all pieces that unchokes who is interested. */
    public static Script seed(TestTorrent torrent, boolean extensions, Answer answer) {
        String id = ScriptedPeer.newPeerId();
        return peer -> {
            greet(peer, torrent, id, extensions);
            serve(peer, answer);
        };
    }

    /** Shakes hands, and claims all pieces. */
    public static void greet(ScriptedPeer peer, TestTorrent torrent, String id, boolean extensions) throws IOException {
        peer.readHandshake();
        peer.send(
                Frames.handshake(torrent.metainfo().infoHash(), id, extensions, extensions),
                extensions ? Frames.frame(Frames.HAVE_ALL) : allPieces(torrent));
    }

    /** Unchokes who is interested, and answers requests, until the connection ends. */
    public static void serve(ScriptedPeer peer, Answer answer) throws IOException {
        while (true) {
            Frame frame = peer.read();
            if (frame.id() == Frames.INTERESTED) {
                peer.send(Frames.frame(Frames.UNCHOKE));
            } else if (frame.id() == Frames.REQUEST) {
                peer.send(answer.to(frame));
            }
        }
    }

    /** The bitfield of who has everything. */
    public static byte[] allPieces(TestTorrent torrent) {
        int pieces = torrent.layout().pieceCount();
        byte[] bits = new byte[(pieces + 7) / 8];
        for (int i = 0; i < pieces; i++) {
            bits[i / 8] |= (byte) (0x80 >> i % 8);
        }
        return Frames.frame(Frames.BITFIELD, bits);
    }

    /** The right answer to a request. */
    public static byte[] honest(TestTorrent torrent, Frame request) {
        int from = (int) torrent.layout().pieceOffset(request.index()) + request.begin();
        return Frames.piece(
                request.index(), request.begin(), Arrays.copyOfRange(torrent.content(), from, from + request.length()));
    }

    /** An answer of the right form with a wrong byte. */
    public static byte[] poisoned(TestTorrent torrent, Frame request) {
        byte[] answer = honest(torrent, request);
        answer[answer.length - 1] ^= 1;
        return answer;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Connections so far. */
    public int connections() {
        return connections.get();
    }

    /** Connections that stand. */
    public int openConnections() {
        return open.size();
    }

    /** Ends the connections that stand; new ones are taken. */
    public void hangUp() {
        open.forEach(ScriptedPeer::close);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                ScriptedPeer peer = new ScriptedPeer(socket);
                open.add(peer);
                start(() -> converse(peer));
            }
        } catch (IOException e) {
            return; // the listener was closed
        }
    }

    private void converse(ScriptedPeer peer) {
        try (peer) {
            script.run(peer);
        } catch (IOException e) {
            return; // the other end is gone
        } catch (RuntimeException | Error e) {
            failures.add(e);
        } finally {
            open.remove(peer);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "scripted-seed");
        thread.setDaemon(true);
        thread.start();
    }

    /** Hangs up; fails when a script failed other than by a closed connection. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        hangUp();
        for (Throwable failure : failures) {
            throw new AssertionError("a script failed", failure);
        }
    }
}
