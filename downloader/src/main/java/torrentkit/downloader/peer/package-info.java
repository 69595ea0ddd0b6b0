/**
 * The download half of a peer connection: {@link torrentkit.downloader.peer.PeerWorker}, its requests in flight, the pieces under
 * assembly, which several contributors may be at, and who of them is to blame for a wrong one. A worker belongs to its connection's event
 * loop; what workers share they reach through {@link torrentkit.downloader.peer.Workplace}.
 */
package torrentkit.downloader.peer;
