/**
 * Serving torrents to peers. Entry point: {@link torrentkit.seeder.Seeder}, which is given content, or a
 * {@link torrentkit.seeder.ContentSource} that has it ready for whoever asks. Which peer gets which piece is decided in {@code origin}, how
 * it is sent in {@code upload}. Usable from any thread; no Netty type is needed to use it. What it calls back on event loops says so and must not block.
 */
package torrentkit.seeder;
