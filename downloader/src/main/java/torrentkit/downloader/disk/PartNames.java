package torrentkit.downloader.disk;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import torrentkit.metainfo.InfoHash;

/**
 * The names of all that lies next to a target until it is whole. All but the lock hold the beginning of the info-hash, so that two
 * versions of a content never mix.
 *
 * @param target the final file or top directory
 * @param part the data
 * @param rest bytes of files that are not wanted, in pieces which they share with files that are
 * @param state what is verified, as long as nothing has its final name
 * @param selected the same from the moment on when some files get their final names and others are missing. Where it is, the target
 *     is ours to go on with
 * @param aside where a directory goes that is replaced
 * @param lock keeps other downloads from the target
 */
public record PartNames(Path target, Path part, Path rest, Path state, Path selected, Path aside, Path lock) {
    private static final int MAX_NAME_BYTES = 255;

    public static PartNames of(Path target, InfoHash infoHash) {
        String hash = infoHash.toString();
        String tag = "." + hash.substring(0, 8);
        return new PartNames(
                target,
                sibling(target, "", tag + ".part", hash),
                sibling(target, ".", tag + ".rest", hash),
                sibling(target, ".", tag + ".state", hash),
                sibling(target, ".", tag + ".selected", hash),
                sibling(target, "", tag + ".old", hash),
                sibling(target, ".", ".lock", hash));
    }

    /** The target's name with something around it, or with the info-hash for its stem when that would be too long. */
    private static Path sibling(Path target, String prefix, String suffix, String hash) {
        String name = prefix + target.getFileName() + suffix;
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES - ".tmp".length()) {
            name = prefix + hash + suffix;
        }
        return target.resolveSibling(name);
    }
}
