package torrentkit.app.client.source;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.source.ProxyRules.ProxyServer;

/** Why nothing could be loaded over HTTP, as exit codes and sentences. */
final class HttpTrouble {
    private static final String NO_TUNNEL = "Unable to tunnel through proxy";

    private HttpTrouble() {}

    static Failure failure(URI url, IOException e, HttpTorrent.Limits limits, Optional<ProxyServer> proxy) {
        String shown = HttpTorrent.shown(url);
        String message = String.valueOf(e.getMessage());
        if (message.startsWith(NO_TUNNEL)) {
            return tunnel(shown, e, message);
        }
        if (e instanceof UnknownHostException) {
            String host = proxy.map(server -> "proxy " + server.host()).orElse("host " + url.getHost());
            return new Failure(
                    ExitCode.NAME_RESOLUTION,
                    "The " + host + " has no known address. Check the name and the name server.",
                    e);
        }
        if (e instanceof SocketTimeoutException && message.startsWith("Read")) {
            return new Failure(
                    ExitCode.DEADLINE,
                    shown + " sent nothing for " + limits.silence().toSeconds() + " s. Try again later.",
                    e);
        }
        if (e instanceof SSLException) {
            return insecure(shown, e, message);
        }
        if (e instanceof ZipException || e instanceof EOFException) {
            return new Failure(
                    ExitCode.BAD_HTTP_ANSWER, "The answer of " + shown + " is not gzip as it says, or is cut off.", e);
        }
        if (message.startsWith("Invalid Http response")) {
            return new Failure(
                    ExitCode.BAD_HTTP_ANSWER, "What answers at " + shown + " does not speak HTTP. Check the port.", e);
        }
        return new Failure(
                ExitCode.NETWORK,
                "Cannot load " + shown
                        + proxy.map(server -> " through the proxy " + server).orElse("") + ": " + message
                        + ". Check that the server runs and can be reached.",
                e);
    }

    private static Failure insecure(String shown, IOException e, String message) {
        boolean unknown = message.contains("unable to find valid certification path");
        String why = unknown ? "its certificate is not from a trusted authority." : Failures.sentence(message);
        String what = unknown ? " Name the authority's certificate with --cacert." : "";
        return new Failure(ExitCode.NETWORK, "No secure connection to " + shown + ": " + why + what, e);
    }

    private static Failure tunnel(String shown, IOException e, String message) {
        if (message.contains(" 407")) {
            return proxyPassword(shown);
        }
        return new Failure(
                ExitCode.BAD_HTTP_ANSWER,
                "The proxy makes no connection to the server of " + shown + message.substring(NO_TUNNEL.length()) + ".",
                e);
    }

    static Failure proxyPassword(String shown) {
        return new Failure(
                ExitCode.NOT_AUTHORISED,
                "The proxy on the way to " + shown + " asks for a name and password (HTTP 407). Give them as --proxy"
                        + " http://NAME:PASSWORD@HOST:PORT, or so in the environment variable http_proxy.");
    }
}
