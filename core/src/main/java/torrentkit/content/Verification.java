package torrentkit.content;

import java.util.Optional;
import torrentkit.piece.Bitfield;

/**
 * What of a torrent is on disk.
 *
 * @param good the pieces whose bytes are on disk and match their digest
 * @param whole the content, when every piece is good and every file has just its length; ready to be seeded
 */
public record Verification(Bitfield good, Optional<Content> whole) {}
