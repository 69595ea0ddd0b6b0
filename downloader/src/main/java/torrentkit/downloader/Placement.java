package torrentkit.downloader;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the content goes and what may be used of what is on disk already.
 *
 * @param target the final file, or the final top directory. Data goes to a part file or directory next to it until it is whole
 * @param overwrite whether something else under the final name is replaced, at the moment when the new content is whole; otherwise it
 *     is an error. Of a directory that is replaced, files that the torrent does not have are kept under another name
 * @param verify whether what an earlier run left is hashed again even when its saved state can be trusted
 * @param reuse files or directories of which matching pieces are taken before anybody is asked: older versions of the content, say.
 *     They are only read
 * @param digest what the one wanted file must have before it gets its final name. If it has another, the download fails with
 *     {@link DownloadException.Reason#WRONG_DIGEST}, and the part stays as it is
 */
public record Placement(
        Path target, boolean overwrite, boolean verify, List<Path> reuse, Optional<ExpectedDigest> digest) {
    public Placement {
        target = target.toAbsolutePath().normalize();
        reuse = List.copyOf(reuse);
    }

    /** Replaces nothing, trusts saved state, reuses nothing, expects no digest. */
    public static Placement of(Path target) {
        return new Placement(target, false, false, List.of(), Optional.empty());
    }

    public Placement withOverwrite(boolean replace) {
        return new Placement(target, replace, verify, reuse, digest);
    }

    public Placement withVerify(boolean always) {
        return new Placement(target, overwrite, always, reuse, digest);
    }

    public Placement withReuse(List<Path> older) {
        return new Placement(target, overwrite, verify, older, digest);
    }

    public Placement withDigest(ExpectedDigest expected) {
        return new Placement(target, overwrite, verify, reuse, Optional.of(expected));
    }
}
