/**
 * The content of a download on disk until it has its final name: {@link torrentkit.downloader.disk.PartFiles} holds the bytes,
 * {@link torrentkit.downloader.disk.SavedProgress} remembers over runs what is verified, {@link torrentkit.downloader.disk.OldCopies}
 * finds pieces that need not be fetched, {@link torrentkit.downloader.disk.Delivery} gives what is whole its name. Everything here
 * blocks and runs on storage threads; each type says what several of them may do at once.
 */
package torrentkit.downloader.disk;
