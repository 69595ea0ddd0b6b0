/**
 * Announces and scrapes as HTTP carries them (BEP 3, 7, 23, 24, 31, 48): query strings one way, bencoded bodies the other, and
 * both directions of each. Pure functions without state; entry types are {@link torrentkit.tracker.http.AnnounceQuery} and
 * {@link torrentkit.tracker.http.AnnounceBody}. Any thread may call them.
 */
package torrentkit.tracker.http;
