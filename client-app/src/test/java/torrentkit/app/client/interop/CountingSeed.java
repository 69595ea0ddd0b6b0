package torrentkit.app.client.interop;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import torrentkit.metainfo.Metainfo;

/**
 * A seed (BEP 3) that keeps books: which pieces it was asked for and which ones the client told it to have. It sends as many blocks as
 * it is allowed and not one more, so that a test decides how far a client gets. One client at a time.
 */
final class CountingSeed implements AutoCloseable {
    private static final int UNCHOKE = 1;
    private static final int HAVE = 4;
    private static final int BITFIELD = 5;
    private static final int REQUEST = 6;
    private static final int PIECE = 7;

    private record Request(int index, int begin, int length) {}

    private final Metainfo metainfo;
    private final byte[] content;
    private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Semaphore allowed = new Semaphore(0);
    private final AtomicInteger sent = new AtomicInteger();
    private final BitSet requested = new BitSet(); // both guarded by this
    private final BitSet had = new BitSet();

    /** @param content all bytes of the torrent, file after file */
    CountingSeed(Metainfo metainfo, byte[] content) throws IOException {
        this.metainfo = metainfo;
        this.content = content;
        background(this::accept);
    }

    /** For {@code --peer}. */
    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Lets it send so many blocks more. */
    void allow(int blocks) {
        allowed.release(blocks);
    }

    /** Takes back what was allowed and not used, and forgets what was asked for. */
    void startAnew() {
        allowed.drainPermits();
        sent.set(0);
        synchronized (this) {
            requested.clear();
        }
    }

    /** Blocks sent since then. */
    int sent() {
        return sent.get();
    }

    /** Pieces asked for since then. */
    synchronized BitSet requested() {
        return (BitSet) requested.clone();
    }

    /** Pieces that a client ever told to have verified. */
    synchronized BitSet had() {
        return (BitSet) had.clone();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            background(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        BlockingQueue<Request> queue = new LinkedBlockingQueue<>();
        try (client;
                DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()))) {
            byte[] handshake = in.readNBytes(68);
            if (handshake.length < 68) {
                return;
            }
            Arrays.fill(handshake, 20, 28, (byte) 0); // neither extensions nor BEP 6
            System.arraycopy("-XX0000-countingseed".getBytes(), 0, handshake, 48, 20);
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            out.write(handshake);
            int pieces = metainfo.layout().pieceCount();
            out.writeInt(1 + (pieces + 7) / 8);
            out.writeByte(BITFIELD);
            for (int i = 0; i < pieces; i += 8) {
                out.writeByte(0xff << Math.max(0, i + 8 - pieces));
            }
            out.writeInt(1);
            out.writeByte(UNCHOKE);
            out.flush();
            Thread sender = background(() -> send(queue, client));
            try {
                while (true) {
                    read(in, queue);
                }
            } finally {
                sender.interrupt();
            }
        }
    }

    private void read(DataInputStream in, BlockingQueue<Request> queue) throws IOException {
        int length = in.readInt();
        if (length == 0) {
            return;
        }
        int id = in.readUnsignedByte();
        switch (id) {
            case HAVE -> {
                int index = in.readInt();
                synchronized (this) {
                    had.set(index);
                }
            }
            case REQUEST -> {
                Request request = new Request(in.readInt(), in.readInt(), in.readInt());
                synchronized (this) {
                    requested.set(request.index());
                }
                queue.add(request);
            }
            default -> in.readNBytes(length - 1);
        }
    }

    private void send(BlockingQueue<Request> queue, Socket client) throws IOException {
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        try {
            while (true) {
                Request request = queue.take();
                allowed.acquire();
                byte[] message = new byte[13 + request.length()];
                ByteBuffer.wrap(message)
                        .putInt(9 + request.length())
                        .put((byte) PIECE)
                        .putInt(request.index())
                        .putInt(request.begin())
                        .put(
                                content,
                                request.index() * metainfo.layout().pieceLength() + request.begin(),
                                request.length());
                out.write(message);
                sent.incrementAndGet();
            }
        } catch (InterruptedException e) {
            // the client is gone
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Thread background(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // the other side hung up, or the test is over
                    }
                },
                "counting-seed");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
