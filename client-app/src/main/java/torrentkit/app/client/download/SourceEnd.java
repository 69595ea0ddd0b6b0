package torrentkit.app.client.download;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.metainfo.InfoHash;

/**
 * How one source of a run ended.
 *
 * @param source as it may be shown, without a password
 * @param torrent empty when it never became known
 * @param path where the content is; empty when it is not complete
 * @param code its own exit code
 * @param text what to tell a person
 * @param failure why it failed; empty when it did not
 * @param sharing what goes on after completion; empty when nothing does
 * @param sameAs the source that named the same torrent before, whose end this one shares
 */
record SourceEnd(
        String source,
        Optional<InfoHash> torrent,
        Optional<Path> path,
        ExitCode code,
        String text,
        Optional<Failure> failure,
        Optional<Sharing> sharing,
        OptionalInt sameAs) {

    static SourceEnd complete(String source, InfoHash torrent, Optional<Path> path, String text) {
        return new SourceEnd(
                source,
                Optional.of(torrent),
                path,
                ExitCode.OK,
                text,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    static SourceEnd failed(String source, Optional<InfoHash> torrent, Failure failure) {
        return new SourceEnd(
                source,
                torrent,
                Optional.empty(),
                failure.code(),
                String.valueOf(failure.getMessage()),
                Optional.of(failure),
                Optional.empty(),
                OptionalInt.empty());
    }

    /** The torrent is that of an earlier source. */
    static SourceEnd sameAs(String source, InfoHash torrent, int first) {
        return new SourceEnd(
                source,
                Optional.of(torrent),
                Optional.empty(),
                ExitCode.OK,
                "",
                Optional.empty(),
                Optional.empty(),
                OptionalInt.of(first));
    }

    SourceEnd withSharing(Sharing goesOn) {
        return new SourceEnd(source, torrent, path, code, text, failure, Optional.of(goesOn), sameAs);
    }

    /** It was complete, but what came after it failed. */
    SourceEnd withFailure(Failure later) {
        return new SourceEnd(
                source,
                torrent,
                path,
                later.code(),
                String.valueOf(later.getMessage()),
                Optional.of(later),
                sharing,
                sameAs);
    }

    /** With the outcome of the source that named the same torrent first. */
    SourceEnd like(SourceEnd first) {
        return new SourceEnd(
                source,
                torrent,
                first.path,
                first.code,
                "The same torrent as " + first.source + ": " + first.text,
                Optional.empty(),
                Optional.empty(),
                sameAs);
    }
}
