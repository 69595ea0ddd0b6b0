/**
 * Live connections between peers: {@link torrentkit.peer.PeerNetwork} listens and dials, {@link torrentkit.peer.PeerSession} speaks for
 * one torrent with one peer. Sessions and their halves belong to their connection's event loop.
 */
package torrentkit.peer;
