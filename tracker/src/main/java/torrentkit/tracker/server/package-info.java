/**
 * The tracker: HTTP and HTTPS (BEP 3, 7, 23, 24, 31, 48) and UDP (BEP 15, 41) front ends over one announce logic and one swarm
 * store. {@link torrentkit.tracker.server.Tracker} is the entry type; its methods may be called by any thread. {@link
 * torrentkit.tracker.server.TorrentAccess} is what an application implements that decides about torrents one by one. Handlers live
 * on the event loop of their channel and share only the store, the registry, the application's access and the counters, which are
 * safe for that.
 */
package torrentkit.tracker.server;
