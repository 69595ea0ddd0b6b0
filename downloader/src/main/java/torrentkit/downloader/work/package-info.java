/**
 * Which piece is fetched by whom: {@link torrentkit.downloader.work.WorkQueue} and piece choice. Pure, without network or storage;
 * the queue is shared by all workers of a download and guards itself.
 */
package torrentkit.downloader.work;
