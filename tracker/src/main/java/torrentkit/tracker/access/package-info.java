/**
 * What a tracker that does not serve everybody needs: {@link torrentkit.tracker.access.AnnounceKeys} makes and checks the signed
 * keys that stand in announce URLs, {@link torrentkit.tracker.access.LiveAnnounces} remembers which addresses have announced a
 * torrent lately, so that a seeder can turn the others away. Both are safe for any thread, never block and know no socket.
 */
package torrentkit.tracker.access;
