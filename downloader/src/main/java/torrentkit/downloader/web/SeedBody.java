package torrentkit.downloader.web;

import io.netty.buffer.ByteBuf;

/**
 * The body of an answer on its way into a run: which byte of the torrent comes next, and what to do with bytes that the run does not
 * need. Belongs to the worker's event loop.
 */
final class SeedBody {
    /** What is to be done after some of the body. */
    enum Next {
        /** Read on. */
        MORE,
        /** The run needs nothing more: another piece may be added to it, or the connection must end. */
        NOTHING_NEEDED,
        /** What the run needs comes too late in this body, or not at all. */
        CUT
    }

    private final long end;
    private final long maxGap;
    private long cursor;
    private long discarded;

    /**
     * @param from the byte of the torrent with which the body begins
     * @param end one behind the last that it can hold
     * @param maxGap so many bytes that are of no use are read rather than that the connection is given up
     */
    SeedBody(long from, long end, long maxGap) {
        this.cursor = from;
        this.end = end;
        this.maxGap = maxGap;
    }

    /** The byte of the torrent that comes next. */
    long cursor() {
        return cursor;
    }

    /** One behind the last byte of the torrent that may come. */
    long end() {
        return end;
    }

    /** Bytes that were of no use, of those that were accepted. */
    long discarded() {
        return discarded;
    }

    /** Consumes bytes of the body; all of them if the answer is {@link Next#MORE}. */
    Next accept(ByteBuf data, SeedRun run) {
        while (data.isReadable()) {
            if (run.isEmpty()) {
                if (end - cursor > data.readableBytes()) {
                    return Next.NOTHING_NEEDED;
                }
                discard(data, data.readableBytes());
                return Next.MORE;
            }
            long gap = run.position() - cursor;
            if (gap < 0 || gap > maxGap || run.position() >= end && end - cursor > data.readableBytes()) {
                return Next.CUT;
            }
            if (gap > 0) {
                discard(data, (int) Math.min(gap, data.readableBytes()));
            } else if (cursor >= end) {
                return Next.CUT; // more than the file has
            } else {
                ByteBuf part = data.slice(data.readerIndex(), (int) Math.min(end - cursor, data.readableBytes()));
                run.accept(part);
                data.skipBytes(part.readerIndex());
                cursor += part.readerIndex();
            }
        }
        return Next.MORE;
    }

    private void discard(ByteBuf data, int bytes) {
        data.skipBytes(bytes);
        cursor += bytes;
        discarded += bytes;
    }
}
