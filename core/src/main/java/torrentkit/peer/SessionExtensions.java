package torrentkit.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import torrentkit.wire.ExtensionHandshake;
import torrentkit.wire.ProtocolException;
import torrentkit.wire.ProtocolException.Violation;

/**
 * The extensions of one connection (BEP 10): our numbers for them, which count from 1 in the order of registration, and what the remote
 * peer said of its own. Belongs to the connection's event loop.
 */
final class SessionExtensions {
    static final int HANDSHAKE = 0;

    /** A peer may say what it takes as often as that changes; nothing changes as often as this. */
    private static final int MAX_HANDSHAKES = 100;

    private static final int MAX_NUMBER = 255;

    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<ExtensionReceiver> receivers = new ArrayList<>();
    private volatile ExtensionHandshake theirs; // asked for by who shows peers to people
    private int handshakes;

    void add(String name, ExtensionReceiver receiver) {
        if (receivers.size() == MAX_NUMBER || numbers.putIfAbsent(name, receivers.size() + 1) != null) {
            throw new IllegalStateException("the extension " + name + " is one too many");
        }
        receivers.add(receiver);
    }

    /** What we say of our extensions, {@code m} of the handshake. */
    Map<String, Integer> numbers() {
        return numbers;
    }

    /** What the remote peer said; null before that. Any thread. */
    ExtensionHandshake theirs() {
        return theirs;
    }

    /** A message of the remote peer; one under a number that we did not give is passed over. */
    void receive(int number, byte[] payload) {
        if (number == HANDSHAKE) {
            if (++handshakes > MAX_HANDSHAKES) {
                throw new ProtocolException(
                        Violation.EXCESS, "the extension handshake came more than " + MAX_HANDSHAKES + " times");
            }
            ExtensionHandshake told = ExtensionHandshake.parse(payload);
            theirs = told;
            forEach(receiver -> receiver.introduced(told));
        } else if (number <= receivers.size()) {
            receivers.get(number - 1).received(payload);
        }
    }

    void forEach(Consumer<ExtensionReceiver> call) {
        receivers.forEach(call);
    }
}
