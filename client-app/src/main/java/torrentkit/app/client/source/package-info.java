/** Where a torrent comes from: the SOURCE argument of the commands; entry {@link torrentkit.app.client.source.TorrentSource}. */
package torrentkit.app.client.source;
