package torrentkit.downloader;

/**
 * What was measured of a download in the last second, from which follows whether it needs web seeds.
 *
 * @param peers that are connected
 * @param hope whether somebody may yet be found or reached
 * @param peerBytes that peers have sent so far
 * @param webBytes that web seeds have sent so far
 * @param enough whether something else than the sources limits the download: its rate limit, the disk, hashing
 * @param lacking missing pieces that no connected peer has, as far as is known
 */
record WebSeedFacts(int peers, boolean hope, long peerBytes, long webBytes, boolean enough, int lacking) {}
