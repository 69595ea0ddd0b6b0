/**
 * The on-demand torrent server: makes a {@code .torrent} of whatever file below a directory is asked for over HTTP, and is the
 * tracker and the first seed of it.
 *
 * <p>Entry: {@link torrentkit.app.server.ServerApp}, the command line; it drives a
 * {@link torrentkit.app.server.ServerLifecycle}, as the console and jshell do. That reads the settings and opens a
 * {@link torrentkit.app.server.TorrentServer}, which owns everything that runs, on three sides: peers, content, web.
 *
 * <p>Threads: the life cycle does one thing at a time, on the thread that asks for it. The HTTP event loops only parse, dispatch and write. Whatever touches the file system runs on the catalogue's
 * look-up threads (short: resolving a path, comparing stamps) or on storage threads (long: hashing). Results come back to a
 * channel as tasks on its event loop.
 */
package torrentkit.app.server;
