package torrentkit.app.client.history;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;

/**
 * A record on disk, as long as it was when first looked at: what others add meanwhile is not read.
 *
 * @param runs how many runs it holds
 * @param lastRun the last one, from 1, in which a torrent began; the last one of all when none did
 */
public record HistoryFile(Path file, long bytes, int runs, int lastRun) {
    /** A file of which so much has no line that means something is no record, however long it is. */
    private static final int TRIED_LINES = 1_000;

    private static final long TRIED_BYTES = 16L << 20;

    /**
     * Looks the file through.
     *
     * @param stopped asked now and then whether to give up
     * @throws Failure when there is no such file, it cannot be read, or it is no record
     */
    public static HistoryFile scan(Path file, BooleanSupplier stopped) {
        try {
            return scanned(file, stopped);
        } catch (IOException e) {
            throw Failures.reading("cannot read the record " + file, file, e);
        }
    }

    private static HistoryFile scanned(Path file, BooleanSupplier stopped) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file)) {
            throw new Failure(
                    ExitCode.CANNOT_OPEN, file + " is not a regular file: expected the record of a run, history.log.");
        }
        long bytes = Files.size(file);
        try (HistoryReader reader = new HistoryReader(file, limited(file, bytes), run -> true)) {
            Scan scan = new Scan();
            while (reader.skim(scan)) {
                if (!scan.any && (reader.passedOver() >= TRIED_LINES || reader.bytes() > TRIED_BYTES)) {
                    break;
                }
                if (stopped.getAsBoolean()) {
                    throw new Failure(ExitCode.INTERRUPTED, "Stopped before " + file + " was read.");
                }
            }
            if (!scan.any) {
                throw noRecord(file, reader);
            }
            int runs = reader.runs();
            return new HistoryFile(file, bytes, runs, scan.last == 0 ? runs : scan.last);
        }
    }

    private static final class Scan implements HistoryReader.Skimmed {
        private boolean any;
        private int last;

        @Override
        public void line(int run, EventParser.Line line) {
            any = true;
            if (line.event().isPresent() && line.event().get().event() instanceof HistoryEvent.Initialized) {
                last = Math.max(last, run);
            }
        }
    }

    private static Failure noRecord(Path file, HistoryReader reader) {
        if (reader.passedOver() == 0) {
            return new Failure(ExitCode.FILE_IO, "The file " + file + " is empty: no run has been recorded in it.");
        }
        return new Failure(
                ExitCode.FILE_IO,
                "The file " + file
                        + " is no record of a run: expected lines such as {\"type\":\"connected\", ...}, but "
                        + reader.firstPassedOver() + ".");
    }

    /** Opens the record for reading. */
    public HistoryReader read(IntPredicate wanted) {
        try {
            return new HistoryReader(file, limited(file, bytes), wanted);
        } catch (IOException e) {
            throw Failures.reading("cannot read the record " + file, file, e);
        }
    }

    private static InputStream limited(Path file, long bytes) throws IOException {
        return new FilterInputStream(Files.newInputStream(file)) {
            private long left = bytes;

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int count = super.read(into, offset, (int) Math.min(left, length));
                left -= Math.max(0, count);
                return count;
            }
        };
    }
}
