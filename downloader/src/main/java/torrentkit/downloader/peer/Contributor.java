package torrentkit.downloader.peer;

import java.net.InetSocketAddress;

/**
 * A source of blocks: a peer's connection or a web seed. One object for one source, since who sent what is told apart by identity.
 * Called on any thread: what is not answered from fields is to be posted to the contributor's own.
 */
public interface Contributor {
    /** Where it is, as events show it. */
    InetSocketAddress remote();

    /**
     * How long until all that it was asked for has come, in nanoseconds; {@link Long#MAX_VALUE} when it has stalled, 0 when it is too
     * early to tell.
     */
    long nanosToAnswer();

    /** Another was faster with this block, which need not come any more. */
    void unneeded(PieceAssembly piece, int number);

    /** All blocks of the piece have come from it and others: there is nothing more to do there. */
    void unneeded(PieceAssembly piece);

    /**
     * A piece to which it and others contributed was wrong. Until it is {@link #trusted} it fetches pieces alone, so that the next
     * wrong one names its sender.
     */
    void suspected();

    /** A piece that it alone sent was right. */
    void trusted();

    /** It has sent wrong bytes of this piece, that is certain: never to be asked again. */
    void poisoned(int index);
}
