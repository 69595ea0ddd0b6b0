package torrentkit.app.client.download;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import torrentkit.app.client.console.StandardOutput;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.downloader.FileSelection;
import torrentkit.downloader.VerifiedReader;
import torrentkit.metainfo.Metainfo;

/**
 * {@code -o -}: one file's verified bytes in their order on the standard output, each piece as soon as it and those before it are there.
 * Writes on a daemon thread, because who reads a pipe may stop reading for as long as it likes.
 */
final class OutputPipe {
    private static final int STEP_BYTES = 256 << 10;
    private static final Path NAME = Path.of("the standard output");

    private final OutputStream out;
    private final Metainfo metainfo;
    private final long begin;
    private final long end;

    private OutputPipe(OutputStream out, Metainfo metainfo, long begin, long end) {
        this.out = out;
        this.metainfo = metainfo;
        this.begin = begin;
        this.end = end;
    }

    /** @throws Failure unless exactly one file is wanted */
    static OutputPipe of(OutputStream out, Metainfo metainfo, FileSelection files) {
        long at = 0;
        long begin = -1;
        long end = -1;
        int wanted = 0;
        for (int file = 0; file < metainfo.files().size(); file++) {
            long length = metainfo.files().get(file).length();
            if (files.has(file) && metainfo.files().get(file).isStored()) {
                begin = at;
                end = at + length;
                wanted++;
            }
            at += length;
        }
        if (wanted != 1) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Option -o -: expected a single file for the standard output, but " + wanted + " of "
                            + metainfo.name() + " are wanted. Choose one with --select; --list shows them.");
        }
        return new OutputPipe(out, metainfo, begin, end);
    }

    /**
     * Begins to write.
     *
     * @return completes when all is written; fails with a {@link Failure} when the output takes no more, or with the download's own
     *     failure
     */
    CompletableFuture<Void> start(VerifiedReader reader) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        Thread writer = new Thread(
                () -> {
                    try {
                        write(reader);
                        written.complete(null);
                    } catch (CompletionException e) {
                        written.completeExceptionally(e.getCause() == null ? e : e.getCause());
                    } catch (RuntimeException | Error e) {
                        written.completeExceptionally(e);
                    }
                },
                "output-pipe");
        writer.setDaemon(true);
        writer.start();
        return written;
    }

    /**
     * When all is written and the download is over.
     *
     * @param written fails when nobody takes the output any more: then there is no sense in waiting for the rest of the download
     */
    static CompletableFuture<Void> ended(CompletableFuture<Void> written, CompletableFuture<?> outcome) {
        CompletableFuture<Void> both = CompletableFuture.allOf(written, outcome);
        written.whenComplete((done, failure) -> {
            if (failure != null && !outcome.isDone()) { // the download's own failure says more than that of its reader
                both.completeExceptionally(failure);
            }
        });
        return both;
    }

    private void write(VerifiedReader reader) {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(STEP_BYTES, Math.max(1, end - begin)));
        long at = begin;
        while (at < end) {
            int piece = (int) (at / metainfo.layout().pieceLength());
            reader.ready(piece).join();
            long pieceEnd =
                    metainfo.layout().pieceOffset(piece) + metainfo.layout().pieceLength(piece);
            buffer.clear().limit((int) Math.min(buffer.capacity(), Math.min(pieceEnd, end) - at));
            reader.read(at, buffer);
            put(buffer);
            at += buffer.position();
        }
        flush();
    }

    private void put(ByteBuffer buffer) {
        try {
            out.write(buffer.array(), 0, buffer.position());
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw refused(e);
        }
    }

    /** Who closes the other end of a pipe has enough, and wants to hear nothing about it. */
    private static Failure refused(IOException e) {
        if (StandardOutput.isClosedPipe(e)) {
            return new Failure(ExitCode.INTERRUPTED, "", e);
        }
        return Failures.writing("cannot write to the standard output", NAME, e, ExitCode.FILE_IO);
    }
}
