package torrentkit.simulation;

/** What a peer receives through, first come, first served. A block passes it while it is still being sent, where nothing waits before it. */
final class Downlink {
    private final double nanosPerByte;
    private long freeAt;
    private long receivedBytes;

    Downlink(double bytesPerSecond) {
        this.nanosPerByte = Agenda.SECOND / bytesPerSecond;
    }

    /**
     * A block comes in.
     *
     * @param first when its first byte arrives
     * @param last when its last byte arrives if nothing is before it
     * @return when it is through
     */
    long pass(int bytes, long first, long last) {
        freeAt = Math.max(last, Math.max(freeAt, first) + (long) (bytes * nanosPerByte));
        return freeAt;
    }

    void received(int bytes) {
        receivedBytes += bytes;
    }

    long receivedBytes() {
        return receivedBytes;
    }
}
