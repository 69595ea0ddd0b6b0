/**
 * Bytes to and from the peer wire vocabulary: one class a direction, for handshake and messages. Handlers belong to their channel's
 * event loop; the encoders are stateless and shared.
 */
package torrentkit.wire.codec;
