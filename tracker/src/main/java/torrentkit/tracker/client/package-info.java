/**
 * Asking trackers. {@link torrentkit.tracker.client.Announcer} keeps one torrent announced on schedule over its tiers of trackers
 * (BEP 12); {@link torrentkit.tracker.client.TrackerClient} asks once, over HTTP, HTTPS or UDP (BEP 3, 15, 48), and may be shared
 * by any number of announcers. Public methods may be called by any thread; what they start lives on one event loop, and callbacks
 * come from there. Names are looked up on threads of their own.
 */
package torrentkit.tracker.client;
