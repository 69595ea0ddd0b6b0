/** The commands that make, show and check torrents. They run on the main thread. */
package torrentkit.app.client.torrent;
