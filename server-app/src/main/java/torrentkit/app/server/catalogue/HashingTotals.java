package torrentkit.app.server.catalogue;

/**
 * What was hashed since the start, whatever came of it.
 *
 * @param bytes read and hashed
 * @param done contents that have a torrent now
 * @param failed contents that could not be hashed, or changed meanwhile
 * @param hashing contents that are being hashed at this moment
 * @param queued contents that wait for their turn
 */
public record HashingTotals(long bytes, long done, long failed, int hashing, int queued) {}
