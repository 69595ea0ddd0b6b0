package torrentkit.app.client.interop;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import torrentkit.metainfo.Metainfo;

/** A client of BEP 3 and no more, that loads one piece at a time and takes what it is given without looking at its hash. */
final class PlainLeecher implements AutoCloseable {
    private static final int UNCHOKE = 1;
    private static final int INTERESTED = 2;
    private static final int REQUEST = 6;
    private static final int PIECE = 7;
    private static final int BLOCK = 16_384;
    private static final int PATIENCE_MILLIS = 60_000;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Metainfo metainfo;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    /** Shakes hands, says that it is interested, and waits for its turn. */
    PlainLeecher(Metainfo metainfo, int port) throws IOException {
        this.metainfo = metainfo;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        out.writeByte(19);
        out.writeBytes("BitTorrent protocol");
        out.writeLong(0);
        out.write(metainfo.infoHash().bytes());
        out.writeBytes(String.format("-XX0000-%012d", COUNT.incrementAndGet())); // two of one id are taken for one peer
        in.readNBytes(68);
        out.writeInt(1);
        out.writeByte(INTERESTED);
        await(UNCHOKE);
    }

    /** The piece; empty if the connection ends before it is whole. */
    Optional<byte[]> load(int index) throws IOException {
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        try {
            while (piece.size() < metainfo.layout().pieceLength(index)) {
                out.writeInt(13);
                out.writeByte(REQUEST);
                out.writeInt(index);
                out.writeInt(piece.size());
                out.writeInt(Math.min(BLOCK, metainfo.layout().pieceLength(index) - piece.size()));
                byte[] body = await(PIECE);
                piece.write(body, 8, body.length - 8);
            }
            return Optional.of(piece.toByteArray());
        } catch (EOFException | SocketException e) {
            return Optional.empty();
        }
    }

    private byte[] await(int wanted) throws IOException {
        while (true) {
            int length = in.readInt();
            if (length == 0) {
                continue;
            }
            int id = in.readUnsignedByte();
            byte[] body = new byte[length - 1];
            in.readFully(body);
            if (id == wanted) {
                return body;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
