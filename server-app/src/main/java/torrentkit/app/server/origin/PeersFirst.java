package torrentkit.app.server.origin;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetAddress;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import torrentkit.app.server.http.WebRequest;

/**
 * Which requests for a file are put off since the asker gets the content from peers. Many a BitTorrent client loads from a web seed (BEP 19)
 * whatever its peers give it, each the whole content, and over the link that the seed would give the swarm one copy by. Ours asks by itself
 * only when peers are not enough, and is never put off; nor is a program that knows no BitTorrent, such as curl or a browser.
 */
public final class PeersFirst {
    /** What clients call themselves that load from web seeds. */
    private static final Pattern CLIENT =
            Pattern.compile("aria2|transmission|torrent|deluge|azureus|biglybt|vuze|rqbit", Pattern.CASE_INSENSITIVE);

    private static final Pattern OURS = Pattern.compile("\\btorrentkit\\b");

    private final Supply supply;

    /** What peers give whom. */
    @FunctionalInterface
    public interface Supply {
        /**
         * Whether every client at this address that wants the content at this path, or one that the path is a part of, is connected
         * over BitTorrent and gets something. Any thread may ask; does not block.
         */
        boolean reaches(InetAddress address, List<String> names);
    }

    public PeersFirst(Supply supply) {
        this.supply = supply;
    }

    /** Whether the answer to this request is not needed, now or while it is being sent; to be asked again and again by any thread. */
    BooleanSupplier over(WebRequest request, List<String> names) {
        String client = request.headers().get(HttpHeaderNames.USER_AGENT, "");
        if (!CLIENT.matcher(client).find() || OURS.matcher(client).find()) {
            return () -> false;
        }
        InetAddress address = request.remote().getAddress();
        return () -> supply.reaches(address, names);
    }
}
