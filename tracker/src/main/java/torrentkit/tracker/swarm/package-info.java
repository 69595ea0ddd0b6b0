/**
 * Who is in which swarm, whom of them a peer is told of, near ones first where there are {@link torrentkit.tracker.swarm.Zones}, and when
 * it is to come again. {@link torrentkit.tracker.swarm.SwarmStore} is the entry type; any thread may call it, and it never waits for
 * anything but a short lock of its own.
 */
package torrentkit.tracker.swarm;
