/**
 * Bencoding (BEP 3): untrusted bytes to typed values and back. Start at {@link torrentkit.bencode.Bencode}. The input is first
 * checked by a scan of our own, which holds every bound and remembers where each value stands; single values are then read by
 * dampcake/bencode, which nothing outside this package imports. Everything here is immutable and may be used from any thread.
 */
package torrentkit.bencode;
