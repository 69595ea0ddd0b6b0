package torrentkit.app.server.torrents;

import java.util.List;
import java.util.Optional;
import torrentkit.app.server.http.WebRequest;
import torrentkit.metainfo.Metainfo;

/** What somebody who fetches a torrent needs in it to take part. Everything that tells of a tracker, a magnet link too, asks here. */
@FunctionalInterface
public interface Passes {
    /** Everybody may take part in everything. */
    Passes OPEN = (request, names, metainfo) -> new Pass.Open();

    /**
     * A torrent, and for whom.
     *
     * @param key of the one who asked; empty when everybody may take part
     */
    record Handout(Metainfo metainfo, Optional<String> key) {}

    /** The answer. */
    sealed interface Pass {
        /** Nothing: everybody may take part. */
        record Open() implements Pass {}

        /**
         * An announce URL of their own, and no web seed: that could not tell them from others.
         *
         * @param key stands before {@code /announce}
         */
        record Keyed(String key) implements Pass {}

        /** They may not have it: for them it is absent. */
        record Hidden() implements Pass {}
    }

    /**
     * Decides about the sender of a request. May look at every file of the torrent: not on an event loop.
     *
     * @param names where the content lies, from the served directory downwards
     */
    Pass of(WebRequest request, List<String> names, Metainfo metainfo);
}
