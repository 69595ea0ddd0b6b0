package torrentkit.app.client.source;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;

/** Reads {@code HOST:PORT}, where HOST is a name, an IPv4 address, or an IPv6 address in brackets. */
public final class PeerAddress {
    private static final int HIGHEST_PORT = 0xffff;

    /** Names of a link that are looked up. */
    static final int MAX_NAMES = 10;

    private PeerAddress() {}

    /**
     * The resolved address.
     *
     * @throws Failure if the text has another form, or the name has no address
     */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean brackets = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
        boolean needsBrackets = host.contains(":") || host.startsWith("[");
        if (host.isEmpty() || needsBrackets && !brackets) {
            throw new Failure(
                    ExitCode.BAD_OPTION, "Option --peer: expected HOST:PORT or [IPV6]:PORT, found '" + text + "'.");
        }
        int port = port(text, text.substring(colon + 1));
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new Failure(
                    ExitCode.NAME_RESOLUTION,
                    "Option --peer: the host " + host + " has no known address. Check the name and the name server.",
                    e);
        }
    }

    /**
     * The addresses that a link names, as far as they can be used. A name server may take long over each name, so few names are looked
     * up; addresses need none.
     *
     * @param leftOut told of each that is not used, and why
     */
    public static List<InetSocketAddress> hints(List<String> texts, BiConsumer<String, String> leftOut) {
        List<InetSocketAddress> peers = new ArrayList<>();
        int names = 0;
        for (String text : texts) {
            if (!isLiteral(text) && ++names > MAX_NAMES) {
                leftOut.accept(text, "Of the names of peers in a link, only " + MAX_NAMES + " are looked up.");
                continue;
            }
            try {
                peers.add(parse(text));
            } catch (Failure e) {
                leftOut.accept(text, Failures.sentence(e.getMessage()));
            }
        }
        return peers;
    }

    private static boolean isLiteral(String text) {
        return text.startsWith("[") || text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.' || c == ':');
    }

    private static int port(String text, String digits) {
        int port = -1;
        if (!digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            port = Integer.parseInt(digits);
        }
        if (port < 1 || port > HIGHEST_PORT) {
            throw new Failure(ExitCode.BAD_OPTION, "Option --peer: expected a port from 1 to 65535 in '" + text + "'.");
        }
        return port;
    }
}
