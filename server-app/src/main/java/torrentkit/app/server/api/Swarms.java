package torrentkit.app.server.api;

import java.util.Collection;
import java.util.List;
import torrentkit.metainfo.InfoHash;
import torrentkit.seeder.PeerStatus;

/** Who exchanges what at this moment. */
public interface Swarms {
    /** The torrents that somebody loads or lately loaded, in any order. */
    Collection<InfoHash> live();

    /** The figures of one torrent; but for the bytes, zeros when nobody has it. */
    SwarmFigures figures(ListedTorrent torrent);

    /** The peers of one torrent that are connected to this server. */
    List<PeerStatus> peers(InfoHash infoHash);
}
