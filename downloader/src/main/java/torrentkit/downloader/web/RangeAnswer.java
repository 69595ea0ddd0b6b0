package torrentkit.downloader.web;

import java.util.OptionalLong;

/** What the head of a server's answer to a Range request means for the request. */
sealed interface RangeAnswer {
    /**
     * Bytes of the file follow.
     *
     * @param begin the first that comes, from the start of the file: not after the first that was asked for
     * @param end one behind the last that comes
     */
    record Bytes(long begin, long end) implements RangeAnswer {}

    /** They are elsewhere. */
    record Elsewhere(String location) implements RangeAnswer {}

    /**
     * Not now.
     *
     * @param why what the server said, as part of a sentence
     * @param retrySeconds for how long it wants to be left alone
     */
    record Later(String why, OptionalLong retrySeconds) implements RangeAnswer {}

    /** Never, of this file: it is not there, or another one is. */
    record NotThisFile(String why) implements RangeAnswer {}

    /** Never, of any file: what answers there is no use. */
    record Never(String why) implements RangeAnswer {}
}
