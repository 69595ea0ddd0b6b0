package torrentkit.downloader.web;

import java.util.function.Supplier;
import torrentkit.downloader.discovery.Reach;

/**
 * Where servers say that a file is in truth, which is remembered for the next part of it, and how near to us that may be: a server whose
 * address works further away may not send us to services of this machine, its link or its site, neither at once nor when what it said is
 * remembered. Belongs to the web seed's event loop.
 */
final class Redirects {
    private static final int MAX = 5;

    private int count;
    private int file = -1; // that is asked for
    private Reach least = Reach.MACHINE;
    private int movedFile = -1;
    private WebUrl movedTo;
    private Reach movedBy = Reach.MACHINE;

    /** A part of a file is wanted, which is at this URL unless it is known better. Answers where to ask for it. */
    WebUrl begin(int wanted, Supplier<WebUrl> original) {
        file = wanted;
        count = 0;
        boolean moved = movedFile == wanted;
        least = moved ? movedBy : Reach.MACHINE;
        return moved ? movedTo : original.get();
    }

    /** How far the address has to reach to which we go now. */
    Reach least() {
        return least;
    }

    /** A server answers. */
    void answered(Reach server) {
        least = server.compareTo(least) > 0 ? server : least;
    }

    /**
     * It sends us elsewhere.
     *
     * @throws IllegalArgumentException when that is no URL that may be contacted, or there are too many; says why
     */
    WebUrl follow(WebUrl asked, String location) {
        if (++count > MAX) {
            throw new IllegalArgumentException("it redirects more than " + MAX + " times");
        }
        movedTo = asked.resolve(location);
        movedFile = file;
        movedBy = least;
        return movedTo;
    }

    /** The file is not to be had there. Answers whether that is what was remembered, so that the original place may be asked. */
    boolean forget() {
        boolean remembered = movedFile == file && count == 0;
        movedFile = -1;
        return remembered;
    }
}
