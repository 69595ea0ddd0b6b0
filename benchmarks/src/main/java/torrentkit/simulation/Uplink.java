package torrentkit.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a peer sends through, block by block: those who wait for something take turns, as connections do that share a link. */
final class Uplink {
    private final Agenda agenda;
    private final double nanosPerByte;
    private final Deque<Upload> waiting = new ArrayDeque<>();
    private boolean busy;
    private long sentBytes;

    Uplink(Agenda agenda, double bytesPerSecond) {
        this.agenda = agenda;
        this.nanosPerByte = Agenda.SECOND / bytesPerSecond;
    }

    /** The upload has something to send; to be called once, until it was answered by {@link Upload#poll} that it has not. */
    void enter(Upload upload) {
        waiting.add(upload);
        if (!busy) {
            next();
        }
    }

    private void next() {
        busy = false;
        while (!busy && !waiting.isEmpty()) {
            Upload upload = waiting.poll();
            Transfer transfer = upload.poll();
            if (transfer != null) {
                busy = true;
                transfer.begin(agenda.now());
                agenda.after((long) (transfer.bytes() * nanosPerByte), () -> sent(upload, transfer));
            }
        }
    }

    private void sent(Upload upload, Transfer transfer) {
        sentBytes += transfer.bytes();
        waiting.add(upload);
        upload.sent(transfer);
        next();
    }

    long sentBytes() {
        return sentBytes;
    }
}
