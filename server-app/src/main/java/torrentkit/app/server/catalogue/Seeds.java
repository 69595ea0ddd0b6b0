package torrentkit.app.server.catalogue;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.text.Shown;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.seeder.SeededTorrent;
import torrentkit.seeder.Seeder;
import torrentkit.tracker.server.Tracker;

/**
 * Content as the outside sees it: served by the seeder and known to the tracker. The same content may lie at several paths and then
 * has one info-hash; one of the copies is read, and when that one changes the next takes over.
 *
 * <p>The lock guards the table, and is held over calls of the seeder and the tracker, so that what they know is what the table
 * says. Neither calls back with a lock of its own held.
 */
public final class Seeds implements Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Seeds.class);

    private final Seeder seeder;
    private final Tracker tracker;
    private final Optional<InetAddress> address;
    private final Map<InfoHash, Deque<Copy>> copies = new HashMap<>(); // the first of each is the one that is read

    /** @param address under which peers reach the seeder; empty for the one at which they reach the tracker */
    public Seeds(Seeder seeder, Tracker tracker, Optional<InetAddress> address) {
        this.seeder = seeder;
        this.tracker = tracker;
        this.address = address;
    }

    @Override
    public Publication publish(Content content) {
        Copy copy = new Copy(content);
        synchronized (this) {
            Deque<Copy> same = copies.computeIfAbsent(copy.infoHash(), hash -> new ArrayDeque<>());
            same.add(copy);
            if (same.size() == 1) {
                tracker.register(copy.infoHash());
                serve(copy);
            }
        }
        return copy;
    }

    private void serve(Copy copy) {
        copy.served = seeder.seed(copy.content);
        tracker.registerLocalSeed(copy.infoHash(), seeder.peerId(), seeder.port(), address);
        copy.served.withdrawn().thenAccept(copy::withdraw);
    }

    private synchronized void remove(Copy copy) {
        Deque<Copy> same = copies.get(copy.infoHash());
        if (same == null || !same.remove(copy)) {
            return;
        }
        if (copy.served != null) {
            copy.served.withdraw();
            LOG.info(
                    "sent {} bytes of {}, {}, to peers",
                    copy.served.uploadedBytes(),
                    Shown.text(copy.content.metainfo().name()),
                    copy.infoHash());
        }
        if (same.isEmpty()) {
            copies.remove(copy.infoHash());
            tracker.withdraw(copy.infoHash());
        } else if (copy.served != null) {
            serve(same.peek());
        }
    }

    private final class Copy implements Publication {
        private final Content content;
        private final CompletableFuture<String> withdrawn = new CompletableFuture<>();
        private SeededTorrent served; // guarded by the lock of Seeds; null while another copy is the one that is read

        Copy(Content content) {
            this.content = content;
        }

        InfoHash infoHash() {
            return content.metainfo().infoHash();
        }

        @Override
        public CompletableFuture<String> withdrawn() {
            return withdrawn.copy();
        }

        @Override
        public void withdraw(String reason) {
            remove(this);
            withdrawn.complete(reason);
        }
    }
}
