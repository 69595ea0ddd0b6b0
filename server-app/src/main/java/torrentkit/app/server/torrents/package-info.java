/** The torrents that are handed out: {@link torrentkit.app.server.torrents.TorrentRoute}. Called on event loops. */
package torrentkit.app.server.torrents;
