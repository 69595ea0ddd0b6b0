/**
 * What an origin, the seed that has everything, gives to whom, so that the swarm needs little more than one copy from it. Pure: no
 * connections, no I/O, no clock of its own. Entry type: {@link torrentkit.seeder.origin.OriginPolicy}, which any thread may call, once a
 * piece and never once a block.
 */
package torrentkit.seeder.origin;
