package torrentkit.peer;

import torrentkit.wire.ExtensionHandshake;

/**
 * Our side of one extension of a connection (BEP 10), made by {@link SwarmSession#extend}. Everything is called on the connection's
 * event loop, before the halves hear of the same event. A payload that breaks the extension's rules is answered with a
 * {@link torrentkit.wire.ProtocolException}, which ends the connection.
 */
public interface ExtensionReceiver {
    /** The remote peer said which extensions it takes; perhaps several times, the last one counts. */
    void introduced(ExtensionHandshake told);

    /** @param payload what follows the extension's number: up to 256 KiB of anything; not shared with anybody */
    void received(byte[] payload);

    /** About once a second. */
    void tick();

    /** The connection is gone. The last call. */
    void closed();
}
