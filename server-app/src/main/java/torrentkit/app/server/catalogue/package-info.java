/**
 * What there is to serve and what is served. Entry: {@link torrentkit.app.server.catalogue.Catalogue}.
 *
 * <p>What was hashed is kept on disk, in the {@link torrentkit.app.server.catalogue.StateDirectory}; memory holds some 350 bytes for
 * each path with a torrent, and at most 64 MiB of paths to search in.
 *
 * <p>Threads: methods that examine files are called on {@link torrentkit.app.server.catalogue.LookupThreads}; hashing runs on storage
 * threads; one thread lists and watches the source, one hashes ahead of requests, one tidies up after what cannot be read. Seeder and
 * tracker ask on their event loops, where no answer blocks.
 */
package torrentkit.app.server.catalogue;
