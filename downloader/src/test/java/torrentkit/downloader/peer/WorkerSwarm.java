package torrentkit.downloader.peer;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import torrentkit.downloader.work.WorkQueue;
import torrentkit.peer.NoUpload;
import torrentkit.peer.PeerChannel;
import torrentkit.peer.PeerSession;
import torrentkit.peer.RateLimit;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;
import torrentkit.testing.Frames;
import torrentkit.wire.PeerId;

/** Workers of one download with seeds in memory, whose time goes on when the test says so. What is delivered counts as good. */
final class WorkerSwarm implements Workplace, AutoCloseable {
    private static final long MILLI = 1_000_000;

    private final TorrentLayout layout;
    private final WorkQueue queue;
    private final SegmentPool memory;
    private final Assemblies assemblies;
    private final Seats seats;
    private final List<Seed> seeds = new ArrayList<>();
    private final List<Integer> started = new ArrayList<>();
    private final Set<Integer> completed = new TreeSet<>();
    private boolean returned;
    private long wasted;
    private long now = 1;
    final RateLimit limit;

    WorkerSwarm(TorrentLayout layout, int workers, long rate) {
        this(layout, workers, rate, 64 << 20);
    }

    WorkerSwarm(TorrentLayout layout, int workers, long rate, long memoryBytes) {
        this.layout = layout;
        this.queue = WorkQueue.rarestFirst(
                layout, new Bitfield(layout.pieceCount()), Bitfield.full(layout.pieceCount()), new Random(1));
        this.memory = new SegmentPool(memoryBytes, layout.pieceLength());
        this.assemblies = new Assemblies(layout, queue, memory, this::wasted);
        this.seats = new Seats(workers);
        this.limit = RateLimit.of(rate, () -> now);
    }

    /** A peer with everything that lets us ask, and sends at its own rate what it is asked for. */
    final class Seed {
        private final PeerChannel channel = new PeerChannel();
        private final Deque<Block> asked = new ArrayDeque<>();
        private final double bytesPerMilli;
        private double credit;
        private boolean silent;
        private PeerWorker worker;
        private long requests;
        private long cancelled;
        private final List<Block> wanted = new ArrayList<>();
        private Block refused;
        private Set<Integer> given; // null for all

        private Seed(long rate) {
            this.bytesPerMilli = rate / 1000.0;
            PeerSession session = new PeerSession(
                    channel.connection(true, PeerId.random(), true),
                    layout,
                    0,
                    created -> worker = new PeerWorker(created, WorkerSwarm.this, () -> now),
                    created -> new NoUpload(layout.pieceCount()));
            channel.open(session, Duration.ofHours(1));
            channel.receive(Frames.frame(Frames.HAVE_ALL));
        }

        void unchoke() {
            channel.receive(Frames.frame(Frames.UNCHOKE));
            listen();
        }

        void choke() {
            channel.receive(Frames.frame(Frames.CHOKE));
            asked.clear();
            listen();
        }

        /** Says so without being asked. */
        void say(byte[] frame) {
            channel.receive(frame);
            listen();
        }

        /** Answers nothing from now on. */
        void fallSilent() {
            silent = true;
        }

        /** Says no, once, to the block after so many others. */
        void refuse(Block block) {
            refused = block;
        }

        /** Says no to everything but these pieces. */
        void refuseAllBut(Set<Integer> pieces) {
            given = pieces;
        }

        boolean isOpen() {
            return channel.isOpen();
        }

        void hangUp() {
            channel.finishAndReleaseAll();
            seeds.remove(this);
        }

        PeerWorker worker() {
            return worker;
        }

        long requests() {
            return requests;
        }

        /** Blocks that it was asked for, as often as it was. */
        List<Block> wanted() {
            return wanted;
        }

        /** Requests that were taken back before they were answered. */
        long cancelled() {
            return cancelled;
        }

        /** Requests that it has not answered. */
        int queue() {
            return asked.size();
        }

        long sent() {
            return worker.downloadedBytes();
        }

        private void listen() {
            channel.runPendingTasks();
            ByteBuffer told = ByteBuffer.wrap(channel.sent());
            while (told.hasRemaining()) {
                int length = told.getInt();
                int end = told.position() + length;
                int id = length > 0 ? told.get() : -1;
                if (id == Frames.REQUEST) {
                    asked.add(new Block(told.getInt(), told.getInt(), told.getInt()));
                    wanted.add(asked.peekLast());
                    requests++;
                } else if (id == Frames.CANCEL) {
                    cancelled += asked.remove(new Block(told.getInt(), told.getInt(), told.getInt())) ? 1 : 0;
                }
                told.position(end);
            }
        }

        private void step() {
            channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            listen();
            credit = Math.min(credit + bytesPerMilli, Block.LENGTH + bytesPerMilli);
            while (!silent && !asked.isEmpty() && credit >= asked.peek().length()) {
                Block block = asked.poll();
                if (block.equals(refused) || given != null && !given.contains(block.index())) {
                    refused = null;
                    channel.receive(Frames.reject(block.index(), block.begin(), block.length()));
                } else {
                    credit -= block.length();
                    channel.receive(Frames.piece(block.index(), block.begin(), new byte[block.length()]));
                }
                listen();
            }
        }
    }

    /** Adds a seed that lets us ask at once. */
    Seed seed(long rate) {
        Seed seed = new Seed(rate);
        seeds.add(seed);
        seed.unchoke();
        return seed;
    }

    /** Adds a seed that chokes us. */
    Seed chokingSeed(long rate) {
        Seed seed = new Seed(rate);
        seeds.add(seed);
        return seed;
    }

    /** Lets time go on for everybody, a millisecond at a time. */
    void pass(Duration time) {
        for (long passed = 0; passed < time.toMillis(); passed++) {
            now += MILLI;
            List.copyOf(seeds).forEach(Seed::step);
            if (returned) {
                returned = false;
                seeds.forEach(seed -> {
                    seed.worker.wake();
                    seed.channel.flush();
                    seed.listen();
                });
            }
        }
    }

    long downloaded() {
        return seeds.stream().mapToLong(Seed::sent).sum();
    }

    long wasted() {
        return wasted;
    }

    /** Pieces that workers took, as often as they did. */
    List<Integer> startedPieces() {
        return started;
    }

    Set<Integer> completed() {
        return completed;
    }

    @Override
    public WorkQueue queue() {
        return queue;
    }

    @Override
    public Assemblies assemblies() {
        return assemblies;
    }

    @Override
    public SegmentPool memory() {
        return memory;
    }

    @Override
    public Seats seats() {
        return seats;
    }

    @Override
    public RateLimit rateLimit() {
        return limit;
    }

    @Override
    public void deliver(PieceAssembly piece) {
        assemblies.deliver(piece);
        piece.release();
        queue.complete(piece.index());
        completed.add(piece.index());
    }

    @Override
    public void started(int index, Contributor contributor) {
        started.add(index);
    }

    @Override
    public void poisoned(PeerWorker worker, int index) {
        throw new AssertionError("all data counts as good");
    }

    @Override
    public void downloaded(int bytes) {}

    @Override
    public void wasted(int bytes) {
        wasted += bytes;
    }

    @Override
    public void workReturned() {
        returned = true;
    }

    @Override
    public void left(PeerWorker worker) {}

    @Override
    public void close() {
        List.copyOf(seeds).forEach(Seed::hangUp);
        assemblies.close();
        memory.close();
    }
}
