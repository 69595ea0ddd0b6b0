/**
 * Content on disk and the torrent that describes it: {@link torrentkit.content.ContentHasher} makes the torrent of a file or
 * directory, {@link torrentkit.content.ContentVerifier} says which pieces of a torrent are on disk. Both hash on all cores, on a
 * {@link torrentkit.storage.StorageExecutor}, in slices that let other reads in between; their futures complete on its threads.
 * {@link torrentkit.content.ContentCache} keeps on disk what was hashed, across restarts and crashes; its methods block.
 */
package torrentkit.content;
