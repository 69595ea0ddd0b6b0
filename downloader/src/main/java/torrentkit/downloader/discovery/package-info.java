/**
 * Finding peers without a tracker: from other peers (BEP 11) and in the local network (BEP 14), never for private torrents. A
 * {@link torrentkit.downloader.discovery.Discovery} serves a whole downloader, and makes a
 * {@link torrentkit.downloader.discovery.TorrentDiscovery} for each torrent. Usable from any thread, but for what is said to belong to a
 * connection's event loop.
 */
package torrentkit.downloader.discovery;
