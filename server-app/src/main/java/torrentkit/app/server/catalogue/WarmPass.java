package torrentkit.app.server.catalogue;

/**
 * Hashing ahead of requests of all that matches a glob.
 *
 * @param id unique in this process
 * @param glob of paths below the served directory
 * @param matching paths that match, found when it began
 * @param ready of them, those that have a torrent
 * @param failed of them, those that cannot have one, or not now
 * @param finished whether all were looked at
 */
public record WarmPass(String id, String glob, long matching, long ready, long failed, boolean finished) {}
