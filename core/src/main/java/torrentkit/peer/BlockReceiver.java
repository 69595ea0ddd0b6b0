package torrentkit.peer;

import io.netty.buffer.ByteBuf;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;

/**
 * The download half of a connection: takes what the remote peer says as an uploader. Everything is called on the connection's event
 * loop, and every index and block has been checked against the torrent.
 */
public interface BlockReceiver {
    /** The session stands; messages may be written from now on. */
    void opened();

    /** The remote peer told everything that it has, as its first word about it. The bitfield is the session's: read only. */
    void remotePieces(Bitfield pieces);

    /** The remote peer got one more piece, which it had not told of before. */
    void remoteHas(int index);

    void choked();

    void unchoked();

    /** @param data the block's bytes, borrowed for the call */
    void received(Block block, ByteBuf data);

    void rejected(Block block);

    void allowedFast(int index);

    void suggested(int index);

    /** All messages of one read burst were delivered; what is written now leaves in one flush. */
    void burstEnded();

    /** About once a second. */
    void tick();

    /** The connection is gone. The last call. */
    void closed();
}
