/**
 * Serving torrents to peers. Entry point: {@link torrentkit.seeder.Seeder}. Usable from any thread; no Netty type is needed to use it.
 */
package torrentkit.seeder;
