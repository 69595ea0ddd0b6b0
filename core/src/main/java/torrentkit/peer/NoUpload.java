package torrentkit.peer;

import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;

/** The upload half of a session that has nothing to give. */
public final class NoUpload implements RequestReceiver {
    private final int pieces;

    /** @param pieces of the torrent */
    public NoUpload(int pieces) {
        this.pieces = pieces;
    }

    @Override
    public Bitfield offered() {
        return new Bitfield(pieces);
    }

    @Override
    public int requestQueue() {
        return 1;
    }

    @Override
    public void opened() {}

    @Override
    public void interested() {}

    @Override
    public void notInterested() {}

    @Override
    public void requested(Block block) {}

    @Override
    public void cancelled(Block block) {}

    @Override
    public void burstEnded() {}

    @Override
    public void writabilityChanged() {}

    @Override
    public void tick() {}

    @Override
    public void closed() {}
}
