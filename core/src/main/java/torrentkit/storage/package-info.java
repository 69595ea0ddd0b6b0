/**
 * The content of a torrent on disk: positioned reads and writes by piece over one or many files. Start at
 * {@link torrentkit.storage.Storage}; {@link torrentkit.storage.FileStorage} is the one on real files, which
 * {@link torrentkit.storage.OpenFiles} opens when somebody reads them. Calls block, so they belong on a
 * {@link torrentkit.storage.StorageExecutor} and never on an event loop; within that everything here is safe to use from several
 * threads, and no lock is held over I/O.
 */
package torrentkit.storage;
