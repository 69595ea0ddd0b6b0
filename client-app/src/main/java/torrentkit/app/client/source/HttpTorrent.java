package torrentkit.app.client.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.metainfo.MagnetLink;

/**
 * Loads the bytes of a torrent over http or https. The server may need a while: it may be hashing the content for the first time.
 * What comes back is hostile: bounded in size after decompression, in redirects and in time; and a redirect may not lead from the
 * open network to this machine, nor from https to http. Blocks; one load at a time.
 */
public final class HttpTorrent {
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int PERMANENT_REDIRECT = 308;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int QUOTED_CHARACTERS = 200;
    /** Bytes by which a torrent is told from something else. */
    private static final int START = 16;

    /**
     * What a load may take.
     *
     * @param bytes of the torrent, decompressed
     * @param redirects one after the other
     * @param connect until the connection stands
     * @param silence until the next byte arrives, the first included
     */
    public record Limits(int bytes, int redirects, Duration connect, Duration silence) {
        /** 10 MiB, 5 redirects, 10 s, and 5 minutes, in which half a terabyte can be hashed. */
        static final Limits DEFAULTS = new Limits(10 << 20, 5, Duration.ofSeconds(10), Duration.ofMinutes(5));
    }

    /** Finds the addresses of a host. */
    public interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Limits limits;
    private final Resolver resolver;
    private final HttpAccess access;

    HttpTorrent(HttpAccess access) {
        this(Limits.DEFAULTS, InetAddress::getAllByName, access);
    }

    /** @param resolver tells which redirects lead from outside to this machine; connections do not use it */
    HttpTorrent(Limits limits, Resolver resolver, HttpAccess access) {
        this.limits = limits;
        this.resolver = resolver;
        this.access = access;
    }

    /** @throws Failure with a sentence that names the URL, for whatever stands in the way */
    public byte[] load(URI source) {
        URI url = source;
        for (int redirects = 0; ; redirects++) {
            if (redirects > limits.redirects()) {
                throw new Failure(
                        ExitCode.BAD_HTTP_ANSWER,
                        "There are more than " + limits.redirects() + " redirects from " + shown(source) + ".");
            }
            try {
                HttpURLConnection connection = HttpCall.open(url, isSameServer(source, url), access);
                connection.setConnectTimeout((int) limits.connect().toMillis());
                connection.setReadTimeout((int) limits.silence().toMillis());
                try {
                    int status = connection.getResponseCode();
                    if (!isRedirect(status)) {
                        return body(connection, status, url);
                    }
                    URI next = location(connection, url);
                    refuseDangerous(url, next);
                    url = next;
                } finally {
                    connection.disconnect();
                }
            } catch (IOException e) {
                throw HttpTrouble.failure(url, e, limits, access.proxies().of(url));
            }
        }
    }

    private static boolean isSameServer(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    private static boolean isRedirect(int status) {
        return status == HttpURLConnection.HTTP_MOVED_PERM
                || status == HttpURLConnection.HTTP_MOVED_TEMP
                || status == HttpURLConnection.HTTP_SEE_OTHER
                || status == TEMPORARY_REDIRECT
                || status == PERMANENT_REDIRECT;
    }

    private static URI location(HttpURLConnection connection, URI url) {
        String location = connection.getHeaderField("Location");
        if (location == null) {
            throw new Failure(
                    ExitCode.BAD_HTTP_ANSWER,
                    "The answer of " + shown(url) + " is a redirect that does not say where to.");
        }
        try {
            return checked(url.resolve(new URI(location.strip())));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.BAD_HTTP_ANSWER,
                    "The answer of " + shown(url) + " redirects to no usable URL: " + location + ".");
        }
    }

    /** @throws IllegalArgumentException unless it is an http or https URL with a host */
    private static URI checked(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || url.getHost() == null || url.getPort() > 0xffff) {
            throw new IllegalArgumentException("expected an http or https URL with a host");
        }
        return url;
    }

    /** A server outside must not make us ask, in its name, what only this machine and its neighbours can reach. */
    private void refuseDangerous(URI from, URI to) throws UnknownHostException {
        if (from.getScheme().equalsIgnoreCase("https") && to.getScheme().equalsIgnoreCase("http")) {
            throw new Failure(
                    ExitCode.BAD_HTTP_ANSWER,
                    shown(from) + " redirects from https to " + shown(to)
                            + ". If you trust that, ask for it directly.");
        }
        // Java remembers addresses for 30 seconds, so those that are checked here are those that are asked.
        if (!isLocal(from) && isLocal(to)) {
            throw new Failure(
                    ExitCode.BAD_HTTP_ANSWER,
                    shown(from) + " redirects to an address of this machine or link, " + shown(to)
                            + ". If you trust that, ask for it directly.");
        }
    }

    private boolean isLocal(URI url) throws UnknownHostException {
        InetAddress[] addresses;
        try {
            addresses = resolver.addresses(url.getHost());
        } catch (UnknownHostException e) {
            if (access.proxies().of(url).isPresent()) { // only the proxy knows the name, and it is the one who connects
                return false;
            }
            throw e;
        }
        for (InetAddress address : addresses) {
            if (address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress()) {
                return true;
            }
        }
        return false;
    }

    private byte[] body(HttpURLConnection connection, int status, URI url) throws IOException {
        if (status != HttpURLConnection.HTTP_OK) {
            throw refusal(connection, status, url);
        }
        try (InputStream raw = connection.getInputStream();
                InputStream in = isGzip(connection) ? new GZIPInputStream(raw) : raw) {
            byte[] body = bounded(in, url, connection.getContentType());
            long announced = connection.getContentLengthLong();
            if (!isGzip(connection) && announced >= 0 && body.length < announced) { // the JDK lets that pass
                throw new Failure(
                        ExitCode.NETWORK,
                        shown(url) + " sent " + body.length + " of " + Quantity.count(announced, "byte")
                                + ", then closed. Try again.");
            }
            return body;
        }
    }

    private static boolean isGzip(HttpURLConnection connection) {
        String encoding = connection.getContentEncoding();
        return encoding != null && encoding.strip().toLowerCase(Locale.ROOT).matches("(x-)?gzip");
    }

    private byte[] bounded(InputStream in, URI url, String type) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(64 << 10);
        byte[] start = in.readNBytes(START);
        if (!mayBeTorrent(start)) { // it may be a disk image
            throw noTorrent(url, type, start);
        }
        body.writeBytes(start);
        byte[] step = new byte[16 << 10];
        for (int count = in.read(step); count >= 0; count = in.read(step)) {
            if (body.size() + count > limits.bytes()) {
                throw new Failure(
                        ExitCode.BAD_TORRENT,
                        "Expected a torrent of at most " + Quantity.bytes(limits.bytes()) + " at " + shown(url)
                                + ", but there is more. Is it the content itself?");
            }
            body.write(step, 0, count);
        }
        return body.toByteArray();
    }

    /** A bencoded dictionary begins with a d and the length of its first key; or it is a magnet link. */
    private static boolean mayBeTorrent(byte[] start) {
        return start.length > 1 && start[0] == 'd' && start[1] >= '0' && start[1] <= '9'
                || MagnetLink.isMagnet(new String(start, StandardCharsets.ISO_8859_1).stripLeading());
    }

    private static Failure noTorrent(URI url, String type, byte[] start) {
        String found = start.length == 0
                ? "nothing"
                : (type == null ? "bytes" : type) + " that begins with '"
                        + new String(start, StandardCharsets.ISO_8859_1).strip() + "'";
        return new Failure(
                ExitCode.NOT_BENCODED,
                "Expected a torrent at " + shown(url) + ", found " + found
                        + ". Give the URL of a .torrent file, or of a path on a server-app.");
    }

    private Failure refusal(HttpURLConnection connection, int status, URI url) {
        String said = said(connection);
        return switch (status) {
            case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_GONE ->
                new Failure(
                        ExitCode.NOT_FOUND,
                        "There is no torrent at " + shown(url) + " (HTTP " + status + said + "). Check the URL.");
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                new Failure(
                        ExitCode.NOT_AUTHORISED,
                        "Access to " + shown(url) + " is refused (HTTP " + status + said + "). "
                                + (access.authorization().isPresent()
                                        ? "Check --user or --token, or ask its owner for access."
                                        : "Give --user NAME:PASSWORD or --token TOKEN, or ask its owner for access."));
            case HttpURLConnection.HTTP_PROXY_AUTH -> HttpTrouble.proxyPassword(shown(url));
            case HttpURLConnection.HTTP_UNAVAILABLE, TOO_MANY_REQUESTS -> {
                String wait = connection.getHeaderField("Retry-After");
                boolean seconds = wait != null && wait.strip().matches("\\d{1,6}");
                yield new Failure(
                        ExitCode.SERVER_BUSY,
                        "The server of " + shown(url) + " is busy (HTTP " + status + said + "). Try again "
                                + (seconds ? "in " + wait.strip() + " s." : "later."));
            }
            case -1 ->
                new Failure(
                        ExitCode.BAD_HTTP_ANSWER,
                        "What answers at " + shown(url) + " does not speak HTTP. Check the port.");
            default ->
                new Failure(
                        ExitCode.BAD_HTTP_ANSWER,
                        "Expected a torrent from " + shown(url) + " (HTTP 200), found HTTP " + status + said + ".");
        };
    }

    /** The first line of a refusal in plain text, which often says more than the number. */
    private static String said(HttpURLConnection connection) {
        String type = connection.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("text/plain") || isGzip(connection)) {
            return "";
        }
        try (InputStream in = connection.getErrorStream()) {
            if (in == null) {
                return "";
            }
            String text = new String(in.readNBytes(QUOTED_CHARACTERS), StandardCharsets.UTF_8);
            return text.isBlank() ? "" : ": " + text.strip().lines().findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * What a person gave as a source, without a user name or password in it, whatever it is: a password with characters that no URL may
     * have, such as {@code @}, is none of others' business either.
     */
    public static String shown(String source) {
        int authority = source.indexOf("://");
        if (authority < 0 || source.indexOf('@', authority) < 0) {
            return source;
        }
        if (MagnetLink.isMagnet(source)) {
            return source.replaceAll("://[^@/?#&]*@", "://");
        }
        try {
            URI url = checked(new URI(source));
            return shown(url);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return source.substring(0, authority + 3) + source.substring(source.lastIndexOf('@') + 1);
        }
    }

    /** The URL without a user name or password in it. */
    public static String shown(URI url) {
        String text = url.toString();
        return url.getRawUserInfo() == null ? text : text.replaceFirst("//[^@/]*@", "//");
    }
}
