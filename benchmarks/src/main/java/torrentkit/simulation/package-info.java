/**
 * A swarm in memory and in virtual time, in which the policies of the product run unchanged: piece choice, choking, what the origin
 * gives to whom, and whom the tracker names. Only connections, request pipelines and links are modelled. {@link
 * torrentkit.simulation.Simulation#run} is the entry; one run belongs to one thread, and the same scenario gives the same result.
 */
package torrentkit.simulation;
