package torrentkit.app.client.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import torrentkit.app.client.command.LocalPath;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;

/**
 * Where a download goes: the final path of the file, or of the top directory. The rules are those of {@code wget} and {@code cp}:
 * <ul>
 *   <li>without {@code -o}: the torrent's own name, below {@code -d};
 *   <li>{@code -o OUT}: OUT itself, or the torrent's own name below OUT when that is an existing directory or ends in {@code /};
 *   <li>a relative OUT is looked for below {@code -d}; without {@code -d} below the working directory.
 * </ul>
 */
public final class Target {
    private Target() {}

    /**
     * @param name the torrent's suggested name: outside text, used as one path component or not at all
     * @param out the {@code -o} option, if given
     * @param directory the {@code -d} option, if given
     * @throws Failure if an option is not a usable path, or the name is not one plain component
     */
    public static Path resolve(String name, Optional<String> out, Optional<String> directory) {
        Path base = base(directory);
        if (out.isEmpty()) {
            return below(base, name);
        }
        Path named = base.resolve(path("-o", out.get()));
        return out.get().endsWith("/") || Files.isDirectory(named) ? below(named, name) : plain(named, out.get());
    }

    /** The directory that relative names are looked for below. */
    static Path base(Optional<String> directory) {
        return directory.map(text -> path("-d", text)).orElse(Path.of(""));
    }

    /** The directory made ready in which the target will appear. */
    public static void makeParent(Path target) {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            return;
        }
        try {
            Files.createDirectories(parent); // a link to a directory is fine, too
        } catch (IOException e) {
            throw Failures.writing(
                    "The directory " + parent + " cannot be made", parent, e, ExitCode.CANNOT_MAKE_DIRECTORY);
        }
    }

    private static Path path(String option, String text) {
        if (text.isEmpty()) {
            throw new Failure(ExitCode.BAD_OPTION, "Option " + option + " needs a path, and was given an empty one.");
        }
        return LocalPath.of(text, ExitCode.BAD_OPTION, "Option " + option);
    }

    /** Checked here again, although the torrent's reader refuses such names: this is where a path is made of one. */
    private static Path below(Path directory, String name) {
        Path component = LocalPath.of(name, ExitCode.CANNOT_CREATE, "The torrent's name");
        boolean plain = component.getNameCount() == 1
                && !component.isAbsolute()
                && !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && component.getFileName().toString().equals(name);
        if (!plain) {
            throw new Failure(
                    ExitCode.BAD_TORRENT,
                    "The torrent names its content '" + name
                            + "', which is not a plain file name. Choose one with -o.");
        }
        return directory.resolve(component);
    }

    private static Path plain(Path named, String option) {
        String last = String.valueOf(named.getFileName());
        if (named.getFileName() == null || last.isEmpty() || last.equals(".") || last.equals("..")) {
            throw new Failure(
                    ExitCode.BAD_OPTION, "Option -o: '" + option + "' names no file. Name one, or a directory.");
        }
        return named;
    }
}
