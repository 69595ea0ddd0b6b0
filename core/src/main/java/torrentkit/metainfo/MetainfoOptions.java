package torrentkit.metainfo;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How to make a torrent of given content. Piece length, privacy, name and source are part of the info dictionary and so of the
 * info-hash; the others are not.
 *
 * @param pieceLength bytes, a power of two from {@value Metainfo#MIN_PIECE_LENGTH} to 512 MiB; 0 chooses by size
 * @param isPrivate whether peers may come from the torrent's own trackers only (BEP 27)
 * @param trackers tiers of announce URLs (BEP 12), the preferred first; none is fine
 * @param webSeeds URLs of the same content over HTTP (BEP 19)
 * @param name the suggested name; without one the name of the file or directory
 * @param source a tag that makes the info-hash differ from that of the same content elsewhere
 * @param comment free text for people
 */
public record MetainfoOptions(
        int pieceLength,
        boolean isPrivate,
        List<List<URI>> trackers,
        List<URI> webSeeds,
        Optional<String> name,
        Optional<String> source,
        Optional<String> comment) {
    /**
     * @throws IllegalArgumentException if the piece length is out of range or not a power of two
     */
    public MetainfoOptions {
        boolean inRange = pieceLength >= Metainfo.MIN_PIECE_LENGTH && pieceLength <= Metainfo.MAX_PIECE_LENGTH;
        if (pieceLength != 0 && !(inRange && Integer.bitCount(pieceLength) == 1)) {
            throw new IllegalArgumentException("a piece length is a power of two from " + Metainfo.MIN_PIECE_LENGTH
                    + " to " + Metainfo.MAX_PIECE_LENGTH + " bytes, or 0 to choose by size, not " + pieceLength);
        }
        trackers = trackers.stream().map(List::copyOf).toList();
        webSeeds = List.copyOf(webSeeds);
    }

    /** Piece length by size, private, no trackers, no web seeds. */
    public static MetainfoOptions defaults() {
        return new MetainfoOptions(0, true, List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public MetainfoOptions withPieceLength(int bytes) {
        return new MetainfoOptions(bytes, isPrivate, trackers, webSeeds, name, source, comment);
    }

    public MetainfoOptions withPrivate(boolean only) {
        return new MetainfoOptions(pieceLength, only, trackers, webSeeds, name, source, comment);
    }

    public MetainfoOptions withTrackers(List<List<URI>> tiers) {
        return new MetainfoOptions(pieceLength, isPrivate, tiers, webSeeds, name, source, comment);
    }

    public MetainfoOptions withWebSeeds(List<URI> urls) {
        return new MetainfoOptions(pieceLength, isPrivate, trackers, urls, name, source, comment);
    }

    public MetainfoOptions withName(String suggested) {
        return new MetainfoOptions(pieceLength, isPrivate, trackers, webSeeds, Optional.of(suggested), source, comment);
    }

    public MetainfoOptions withSource(String tag) {
        return new MetainfoOptions(pieceLength, isPrivate, trackers, webSeeds, name, Optional.of(tag), comment);
    }

    public MetainfoOptions withComment(String text) {
        return new MetainfoOptions(pieceLength, isPrivate, trackers, webSeeds, name, source, Optional.of(text));
    }
}
