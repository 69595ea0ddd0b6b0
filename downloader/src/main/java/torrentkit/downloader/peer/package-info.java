/**
 * The download half of a peer connection: {@link torrentkit.downloader.peer.PeerWorker}, its requests in flight and the pieces under
 * assembly. A worker belongs to its connection's event loop; what workers share they reach through
 * {@link torrentkit.downloader.peer.Workplace}.
 */
package torrentkit.downloader.peer;
