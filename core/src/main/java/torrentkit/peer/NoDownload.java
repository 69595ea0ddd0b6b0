package torrentkit.peer;

import io.netty.buffer.ByteBuf;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;

/** The download half of a session that takes no data. Subclasses watch what they want to know. */
public class NoDownload implements BlockReceiver {
    @Override
    public void opened() {}

    @Override
    public void remotePieces(Bitfield pieces) {}

    @Override
    public void remoteHas(int index) {}

    @Override
    public void choked() {}

    @Override
    public void unchoked() {}

    @Override
    public void received(Block block, ByteBuf data) {}

    @Override
    public void rejected(Block block) {}

    @Override
    public void allowedFast(int index) {}

    @Override
    public void suggested(int index) {}

    @Override
    public void burstEnded() {}

    @Override
    public void tick() {}

    @Override
    public void closed() {}
}
