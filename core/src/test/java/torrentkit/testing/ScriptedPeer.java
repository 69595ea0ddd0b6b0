package torrentkit.testing;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import torrentkit.metainfo.InfoHash;

/**
 * One end of a peer connection that says exactly what a test wants, over a plain blocking socket and without any of the code under
 * test. For one thread, but {@link #close}, which any may call.
 */
public final class ScriptedPeer implements Closeable {
    /** Far longer than anything takes: only keeps a failing test from hanging. */
    private static final int PATIENCE_MILLIS = 40_000;

    private static final int LONGEST_FRAME = 1 << 20;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** A frame as it was read: its id, −1 for a keep-alive, and its body. */
    public record Frame(int id, byte[] body) {
        /** The body's n-th word. */
        public int word(int n) {
            return ByteBuffer.wrap(body).getInt(4 * n);
        }

        public int index() {
            return word(0);
        }

        public int begin() {
            return word(1);
        }

        public int length() {
            return word(2);
        }

        /** A piece message's data. */
        public byte[] data() {
            return Arrays.copyOfRange(body, 8, body.length);
        }

        @Override
        public String toString() {
            return "message " + id + " with " + body.length + " bytes";
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    ScriptedPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        this.out = socket.getOutputStream();
    }

    /** Connects, and says nothing yet. */
    public static ScriptedPeer dial(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, PATIENCE_MILLIS);
        return new ScriptedPeer(socket);
    }

    /** Connects to a port of this machine, and says nothing yet. */
    public static ScriptedPeer dial(int port) throws IOException {
        return dial(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** A peer id that no other call gave. */
    public static String newPeerId() {
        return String.format("-SC0001-%012d", NUMBER.incrementAndGet());
    }

    /** Connects and shakes hands with the fast extension and the extension protocol. */
    public static ScriptedPeer join(int port, InfoHash torrent) throws IOException {
        return join(port, torrent, true);
    }

    /** Connects and shakes hands. */
    public static ScriptedPeer join(int port, InfoHash torrent, boolean extensions) throws IOException {
        ScriptedPeer peer = dial(port);
        peer.send(Frames.handshake(torrent, newPeerId(), extensions, extensions));
        peer.readHandshake();
        return peer;
    }

    /** Sends bytes. */
    public ScriptedPeer send(byte[]... parts) throws IOException {
        out.write(Frames.join(parts));
        out.flush();
        return this;
    }

    /** The 68 bytes of a handshake. */
    public byte[] readHandshake() throws IOException {
        byte[] handshake = new byte[68];
        in.readFully(handshake);
        return handshake;
    }

    /** The next frame. */
    public Frame read() throws IOException {
        int length = in.readInt();
        if (length == 0) {
            return new Frame(-1, new byte[0]);
        }
        if (length < 0 || length > LONGEST_FRAME) {
            throw new IOException("a frame of " + length + " bytes");
        }
        int id = in.readUnsignedByte();
        byte[] body = new byte[length - 1];
        in.readFully(body);
        return new Frame(id, body);
    }

    /** Reads until a frame with this id comes, and answers it. */
    public Frame expect(int id) throws IOException {
        while (true) {
            Frame frame = read();
            if (frame.id() == id) {
                return frame;
            }
        }
    }

    /** Whether anything can be read at once. */
    public boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    /** Reads until the other end closes; answers how many bytes came before that. */
    public long expectClosed() throws IOException {
        long count = 0;
        try {
            byte[] rest = new byte[1 << 16];
            for (int n = in.read(rest); n >= 0; n = in.read(rest)) {
                count += n;
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection was not closed within " + PATIENCE_MILLIS + " ms", e);
        } catch (SocketException e) {
            return count; // reset: closed too
        }
        return count;
    }

    /** Reads frames and drops them until the connection ends. */
    public void drain() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (EOFException | SocketException e) {
            return;
        }
    }

    /** The port at our end. */
    public int localPort() {
        return socket.getLocalPort();
    }

    /** The address of the other end. */
    public InetAddress remoteAddress() {
        return socket.getInetAddress();
    }

    /** Keeps what the operating system takes in for us small, for a peer that does not read. */
    public ScriptedPeer smallBuffers() throws IOException {
        socket.setReceiveBufferSize(4096);
        return this;
    }

    /** Ends the connection now. */
    public void leave() {
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
