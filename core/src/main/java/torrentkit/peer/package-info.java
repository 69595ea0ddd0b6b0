/**
 * Live connections between peers: {@link torrentkit.peer.PeerNetwork} listens and dials, {@link torrentkit.peer.PeerSession} speaks for
 * one torrent with one peer, and a {@link torrentkit.peer.MetadataSession} for one of which only the info-hash is known; extensions
 * (BEP 10) take part in either. An incoming handshake finds a {@link torrentkit.peer.SwarmMember} that has joined, or waits while a
 * {@link torrentkit.peer.MemberSource} looks for one. Sessions and their halves belong to their connection's event loop; the loops that a
 * network makes for itself gather their work for some milliseconds while data trickles in.
 */
package torrentkit.peer;
