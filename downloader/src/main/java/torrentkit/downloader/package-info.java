/**
 * Fetching torrents, from peers and from web seeds. Entry point: {@link torrentkit.downloader.Downloader}. Usable from any thread; no Netty type is needed to use it.
 */
package torrentkit.downloader;
