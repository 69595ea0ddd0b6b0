package torrentkit.app.server.api;

import java.util.function.Supplier;

/** Everything that the API and the page are made of. */
public record Views(
        FileListing files,
        TorrentListing torrents,
        Swarms swarms,
        Jobs jobs,
        Supplier<ServerStatus> status,
        Links links) {}
