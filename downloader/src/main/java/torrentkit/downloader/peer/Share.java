package torrentkit.downloader.peer;

import io.netty.buffer.ByteBuf;

/** One contributor's part in a piece under assembly. Belongs to the contributor's thread. */
public final class Share {
    /** What came of a block that was put. */
    public enum Arrival {
        /** It is the piece's now. */
        TAKEN,
        /** So it is, and it was the last: whoever put it delivers the piece. */
        LAST,
        /** Another had brought it before. */
        LATE
    }

    private final PieceAssembly assembly;
    private final int contributor;
    private int inFlight;
    private int received;

    Share(PieceAssembly assembly, int contributor) {
        this.assembly = assembly;
        this.contributor = contributor;
    }

    public PieceAssembly assembly() {
        return assembly;
    }

    public int index() {
        return assembly.index();
    }

    /** Whether there are blocks that nobody was asked for. */
    public boolean hasBlocksToRequest() {
        return assembly.hasBlocksToRequest();
    }

    /** The number of the next block to ask for, now this contributor's; −1 if there is none. */
    public int nextToRequest() {
        return asked(assembly.claim(contributor));
    }

    /**
     * The number of a block to ask for though another contributor was asked for it, one who will need more than so many nanoseconds
     * for what it was asked for; −1 if there is none. No more than two are asked for a block.
     */
    public int nextToRepeat(long nanos) {
        return asked(assembly.repeat(contributor, nanos));
    }

    private int asked(int number) {
        inFlight += number < 0 ? 0 : 1;
        return number;
    }

    /** The block that was asked for will not come, or not soon: others may be asked for it. */
    public void unrequest(int number) {
        assembly.unclaim(contributor, number);
    }

    /** The request is over: answered, refused or forgotten. */
    public void answered() {
        inFlight--;
    }

    /** Requests that are not answered. */
    public int inFlight() {
        return inFlight;
    }

    /** Blocks that this contributor brought. */
    public int received() {
        return received;
    }

    /**
     * Takes a whole block: the one copy of its bytes between socket and disk.
     *
     * @param data borrowed for the call
     */
    public Arrival put(int number, ByteBuf data) {
        Arrival arrival = assembly.put(contributor, number, data);
        received += arrival == Arrival.LATE ? 0 : 1;
        return arrival;
    }
}
