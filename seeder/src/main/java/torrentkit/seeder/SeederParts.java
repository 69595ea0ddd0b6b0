package torrentkit.seeder;

import java.util.List;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.PeerNetwork;
import torrentkit.peer.PeerNetworkConfig.Connections;
import torrentkit.peer.RateExemption;
import torrentkit.peer.RateLimit;
import torrentkit.seeder.upload.UploadResources;
import torrentkit.storage.OpenFiles;
import torrentkit.storage.StorageExecutor;

/** What all swarms of one seeder share. Thread-safe. */
final class SeederParts {
    private final PeerNetwork network;
    private final StorageExecutor storage;
    private final OpenFiles files;
    private final UploadResources uploads;
    private final PeerGate gate;
    private final RateLimit uploadLimit;
    private final UploadLedger ledger = new UploadLedger();
    private volatile SeederLimits limits;
    private volatile RateExemption exempt = RateExemption.NONE;

    SeederParts(SeederConfig config, PeerNetwork network, StorageExecutor storage) {
        this.network = network;
        this.storage = storage;
        this.files = new OpenFiles(config.maxOpenFiles());
        this.uploads = UploadResources.of(storage, config.uploadSlots());
        this.gate = config.gate();
        this.limits = config.limits();
        this.uploadLimit = RateLimit.of(limits.uploadRate());
    }

    PeerNetwork network() {
        return network;
    }

    StorageExecutor storage() {
        return storage;
    }

    OpenFiles files() {
        return files;
    }

    UploadResources uploads() {
        return uploads;
    }

    PeerGate gate() {
        return gate;
    }

    UploadLedger ledger() {
        return ledger;
    }

    /** The limit of everything that is uploaded. */
    RateLimit uploadLimit() {
        return uploadLimit;
    }

    /** The limits of what goes to this peer: its own, its torrent's, everybody's; none when it is exempt. */
    List<RateLimit> limitsOf(PeerConnection peer, RateLimit own, RateLimit torrent) {
        return exempt.isExempt(peer) ? List.of() : List.of(own, torrent, uploadLimit);
    }

    RateExemption exempt() {
        return exempt;
    }

    void exempt(RateExemption peers) {
        exempt = peers;
    }

    SeederLimits limits() {
        return limits;
    }

    /** Changes what concerns all swarms together; each swarm sees to its own. */
    void change(SeederLimits changed) {
        limits = changed;
        uploadLimit.change(changed.uploadRate());
        uploads.slots().change(changed.uploadSlots());
        network.maxConnections(
                new Connections(changed.maxPeers(), changed.maxPeersPerTorrent(), changed.maxPeersPerAddress()));
    }

    /** Frees buffers and file handles; network and threads are closed by who opened them. */
    void close() {
        uploads.close();
        files.close();
    }
}
