/**
 * What peers and trackers say to each other, as values: announces (BEP 3), scrapes (BEP 48) and their answers, without a word on
 * how they travel. Start at {@link torrentkit.tracker.AnnounceRequest}. Everything here is immutable and may be used by any
 * thread.
 */
package torrentkit.tracker;
