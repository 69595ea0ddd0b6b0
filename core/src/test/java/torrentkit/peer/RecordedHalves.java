package torrentkit.peer;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;

/** Both halves of a connection, which only write down what they are told. */
final class RecordedHalves {
    /** Written by the connection's event loop while a test's thread reads. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    final Bitfield offered;
    final PeerSession session;

    RecordedHalves(PeerConnection connection, TorrentLayout layout, Bitfield offered) {
        this.offered = offered;
        this.session = new PeerSession(connection, layout, 4711, created -> new Blocks(), created -> new Requests());
    }

    private final class Blocks implements BlockReceiver {
        @Override
        public void opened() {
            calls.add("blocks opened");
        }

        @Override
        public void remotePieces(Bitfield pieces) {
            calls.add("pieces " + pieces.count());
        }

        @Override
        public void remoteHas(int index) {
            calls.add("has " + index);
        }

        @Override
        public void choked() {
            calls.add("choked");
        }

        @Override
        public void unchoked() {
            calls.add("unchoked");
        }

        @Override
        public void received(Block block, ByteBuf data) {
            calls.add("received " + block.index() + " " + block.begin() + " " + data.readableBytes());
        }

        @Override
        public void rejected(Block block) {
            calls.add("rejected " + block.index() + " " + block.begin() + " " + block.length());
        }

        @Override
        public void allowedFast(int index) {
            calls.add("allowed fast " + index);
        }

        @Override
        public void suggested(int index) {
            calls.add("suggested " + index);
        }

        @Override
        public void burstEnded() {
            calls.add("burst");
        }

        @Override
        public void tick() {
            calls.add("tick");
        }

        @Override
        public void closed() {
            calls.add("blocks closed");
        }
    }

    private final class Requests implements RequestReceiver {
        @Override
        public Bitfield offered() {
            return offered;
        }

        @Override
        public int requestQueue() {
            return 77;
        }

        @Override
        public void opened() {
            calls.add("requests opened");
        }

        @Override
        public void interested() {
            calls.add("interested");
        }

        @Override
        public void notInterested() {
            calls.add("not interested");
        }

        @Override
        public void requested(Block block) {
            calls.add("requested " + block.index() + " " + block.begin() + " " + block.length());
        }

        @Override
        public void cancelled(Block block) {
            calls.add("cancelled " + block.index() + " " + block.begin() + " " + block.length());
        }

        @Override
        public void burstEnded() {
            // The other half writes it down.
        }

        @Override
        public void writabilityChanged() {
            calls.add("writability");
        }

        @Override
        public void tick() {
            // The other half writes it down.
        }

        @Override
        public void closed() {
            calls.add("requests closed");
        }
    }
}
