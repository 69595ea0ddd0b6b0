package torrentkit.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a peer sends through, block by block: those who wait for something take turns, as connections do that share a link. Where only some
 * may at a time, the others wait in line, and each gives its place up after a piece.
 */
final class Uplink {
    private final Agenda agenda;
    private final double nanosPerByte;
    private final int places;
    private final Deque<Upload> served = new ArrayDeque<>();
    private final Deque<Upload> line = new ArrayDeque<>();
    private boolean busy;
    private long sentBytes;

    /** @param places of those who are served in turn; 0 for any number */
    Uplink(Agenda agenda, double bytesPerSecond, int places) {
        this.agenda = agenda;
        this.nanosPerByte = Agenda.SECOND / bytesPerSecond;
        this.places = places == 0 ? Integer.MAX_VALUE : places;
    }

    /** The upload has something to send; to be called once, until it was answered by {@link Upload#poll} that it has not. */
    void enter(Upload upload) {
        line.add(upload);
        if (!busy) {
            next();
        }
    }

    private void next() {
        busy = false;
        while (!busy && !(line.isEmpty() && served.isEmpty())) {
            while (served.size() < places && !line.isEmpty()) {
                served.add(line.poll());
            }
            Upload upload = served.poll();
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
        boolean keepsPlace = places < Integer.MAX_VALUE && !upload.isDoneWith(transfer.piece());
        (keepsPlace ? served : line).add(upload);
        upload.sent(transfer);
        next();
    }

    long sentBytes() {
        return sentBytes;
    }
}
