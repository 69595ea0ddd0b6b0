package torrentkit.app.client.history;

import java.util.OptionalInt;

/**
 * A peer's name, {@code 192.0.2.1:6881} or {@code [2001:db8::1]:6881}, in the two parts that records have. A name that does not come
 * apart that way is an address without a port.
 */
record PeerName(String address, OptionalInt port) {
    private static final int HIGHEST_PORT = 0xffff;

    static PeerName of(String name) {
        int colon = name.lastIndexOf(':');
        if (colon > 0) {
            int port = port(name, colon + 1);
            String host = name.substring(0, colon);
            boolean bracketed = host.length() > 2 && host.startsWith("[") && host.endsWith("]");
            String address = bracketed ? host.substring(1, host.length() - 1) : host;
            boolean comesTogetherAgain = port >= 0
                    && bracketed == address.indexOf(':') >= 0
                    && (name.charAt(colon + 1) != '0' || name.length() == colon + 2);
            if (comesTogetherAgain) {
                return new PeerName(address, OptionalInt.of(port));
            }
        }
        return new PeerName(name, OptionalInt.empty());
    }

    /** The port at the text's end, or -1 when it is none. */
    private static int port(String text, int from) {
        if (from == text.length() || text.length() - from > 5) {
            return -1;
        }
        int port = 0;
        for (int i = from; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            port = 10 * port + digit - '0';
        }
        return port <= HIGHEST_PORT ? port : -1;
    }

    /** The name in one piece. */
    String joined() {
        if (port.isEmpty()) {
            return address;
        }
        String host = address.indexOf(':') >= 0 ? '[' + address + ']' : address;
        return host + ':' + port.getAsInt();
    }
}
