package torrentkit.app.server.origin;

/**
 * Consecutive bytes of a file; at least one.
 *
 * @param start of the first
 * @param end after the last
 */
record ByteRange(long start, long end) {
    long length() {
        return end - start;
    }

    /** The value of {@code Content-Range}. */
    String ofTotal(long total) {
        return "bytes " + start + "-" + (end - 1) + "/" + total;
    }
}
