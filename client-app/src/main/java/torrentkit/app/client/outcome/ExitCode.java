package torrentkit.app.client.outcome;

import java.util.List;

/** How a run ended, as the process's exit code. The numbers are those of aria2, so that scripts may treat the two alike. */
public enum ExitCode {
    OK(0, "Everything was done; a download is verified and in place"),
    OTHER(1, "An error that no other code describes"),
    DEADLINE(2, "A time limit was reached"),
    NOT_FOUND(3, "The torrent or the content was not found"),
    STALLED(5, "Peers were connected, but nothing arrived for too long"),
    NETWORK(6, "The network failed, or nobody was reachable"),
    INTERRUPTED(7, "Stopped by a signal with work unfinished; what is verified is kept"),
    DISK_FULL(9, "The disk is full"),
    IN_USE(11, "Another download of the same target is under way"),
    EXISTS(13, "The target exists already and is something else"),
    CANNOT_OPEN(15, "An existing file could not be opened"),
    CANNOT_CREATE(16, "A file could not be created"),
    FILE_IO(17, "Reading or writing a file failed"),
    CANNOT_MAKE_DIRECTORY(18, "A directory could not be made"),
    NAME_RESOLUTION(19, "A host name could not be resolved"),
    BAD_HTTP_ANSWER(22, "The HTTP server's answer was not what was expected"),
    NOT_AUTHORISED(24, "The HTTP server asks for authorisation"),
    NOT_BENCODED(25, "What should be a torrent is not bencoded"),
    BAD_TORRENT(26, "The torrent is damaged, unsafe or of an unsupported kind"),
    BAD_MAGNET(27, "The magnet link cannot be used"),
    BAD_OPTION(28, "An option or argument is wrong"),
    SERVER_BUSY(29, "The HTTP server is busy; try again later"),
    CHECKSUM(32, "The content does not match the torrent");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The process's exit status, 0 to 32. */
    public int number() {
        return number;
    }

    /** A phrase for help texts. */
    public String meaning() {
        return meaning;
    }

    /**
     * The worse of the two, for several sources that ended differently. What may pass by itself is the least bad; then comes what
     * is wrong elsewhere, at servers and with names; then the torrents; then what is wrong on this machine; then our own failure.
     */
    public ExitCode worse(ExitCode other) {
        return Severity.ASCENDING.indexOf(this) >= Severity.ASCENDING.indexOf(other) ? this : other;
    }

    /** Loaded only where several codes meet. */
    private static final class Severity {
        static final List<ExitCode> ASCENDING = List.of(
                OK,
                DEADLINE,
                INTERRUPTED,
                SERVER_BUSY,
                STALLED,
                NETWORK,
                NAME_RESOLUTION,
                NOT_FOUND,
                NOT_AUTHORISED,
                BAD_HTTP_ANSWER,
                BAD_MAGNET,
                NOT_BENCODED,
                BAD_TORRENT,
                CHECKSUM,
                EXISTS,
                IN_USE,
                CANNOT_OPEN,
                CANNOT_CREATE,
                CANNOT_MAKE_DIRECTORY,
                FILE_IO,
                DISK_FULL,
                BAD_OPTION,
                OTHER);
    }
}
