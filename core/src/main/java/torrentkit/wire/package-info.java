/**
 * The vocabulary of the peer wire protocol (BEP 3, 6, 9, 10, 11): {@link torrentkit.wire.PeerMessage}, {@link torrentkit.wire.Handshake},
 * {@link torrentkit.wire.PeerId}. Values only, usable from any thread; {@code torrentkit.wire.codec} turns them into bytes.
 */
package torrentkit.wire;
