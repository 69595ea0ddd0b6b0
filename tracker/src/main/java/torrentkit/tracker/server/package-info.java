/**
 * The tracker: HTTP (BEP 3, 7, 23, 24, 48) and UDP (BEP 15) front ends over one announce logic and one swarm store. {@link
 * torrentkit.tracker.server.Tracker} is the entry type; its methods may be called by any thread. Handlers live on the event loop
 * of their channel and share only the store, the registry and the counters, which are safe for that.
 */
package torrentkit.tracker.server;
