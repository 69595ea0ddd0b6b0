package torrentkit.seeder;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import torrentkit.metainfo.Metainfo;

/** A torrent that a {@link Seeder} serves. Thread-safe. */
public interface SeededTorrent {
    Metainfo metainfo();

    /** Bytes of blocks sent so far. */
    long uploadedBytes();

    /** How often the content was sent so far: {@link #uploadedBytes} over the bytes of the content. */
    double copies();

    /** Bytes per second that go out at the moment, of the last few seconds. */
    double uploadRate();

    /** Peers that are connected. */
    int peers();

    /** How many of the connected peers are at this address, each with its port, and got something lately, from us or from others. */
    int thriving(InetAddress address);

    /** The peers that are connected, one by one. */
    List<PeerStatus> peerStatus();

    /**
     * Completes with the reason, a sentence, when the torrent is no longer served: because it was withdrawn, the seeder was closed, or
     * the content changed or cannot be read; or, when it came from a {@link ContentSource}, no peer was left. Completed on any thread.
     */
    CompletableFuture<String> withdrawn();

    /** Stops serving: no new connection, and the ones that stand are closed. Doing it twice is harmless. */
    void withdraw();
}
