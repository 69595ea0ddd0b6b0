/**
 * Who is in which swarm. {@link torrentkit.tracker.swarm.SwarmStore} is the entry type; any thread may call it, and it never
 * waits for anything but a short lock of its own.
 */
package torrentkit.tracker.swarm;
