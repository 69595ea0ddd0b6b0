/**
 * The on-demand torrent server: makes a {@code .torrent} of whatever file below a directory is asked for over HTTP, and is the
 * tracker and the first seed of it.
 *
 * <p>Entry: {@link torrentkit.app.server.ServerApp}, the command line; it reads a {@link torrentkit.app.server.config.ServerConfig} and
 * opens a {@link torrentkit.app.server.TorrentServer}, which owns everything that runs.
 *
 * <p>Threads: the HTTP event loops only parse, dispatch and write. Whatever touches the file system runs on the catalogue's
 * look-up threads (short: resolving a path, comparing stamps) or on storage threads (long: hashing). Results come back to a
 * channel as tasks on its event loop.
 */
package torrentkit.app.server;
