package torrentkit.app.client.download;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import torrentkit.app.client.command.LocalPath;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.command.SyntaxPart;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.downloader.ExpectedDigest;

/** The options about where the content goes, and what is used of what is there. */
public final class DiskOptions implements SyntaxPart {
    private static final String STANDARD_OUTPUT = "-";

    private final Option<String> out = Option.text("-o", "--out")
            .label("OUT")
            .description(
                    "The file or top directory to make; or the directory to put it into, when OUT exists as one or ends in /."
                            + " With - a single file goes to the standard output, in order.");

    private final Option<String> directory = Option.text("-d", "--dir")
            .label("DIR")
            .description("The directory to download into; made if needed. Default: the working directory.");

    private final Option<Boolean> verify = Option.flag("--verify")
            .description("Hash again what an earlier run left, even when its state can be trusted.");

    private final Option<List<String>> reuse = Option.texts("--reuse")
            .label("PATH")
            .description("Take matching pieces from this file or directory, such as an older version, before asking"
                    + " anybody; may be given several times.");

    private final Option<Boolean> overwrite = Option.flag("--overwrite")
            .description("Replace what is under the final name when the new content is whole, and reuse its pieces.");

    private final Option<Boolean> noClobber =
            Option.flag("--no-clobber").description("When something is under the final name, leave it and do nothing.");

    private final Option<String> digest = Option.text("--digest")
            .label("sha-256:HEX")
            .description("Give a single file its final name only if it has this digest; sha-1 and sha-512 work too.");

    @Override
    public void addTo(Syntax syntax) {
        syntax.add(out, directory, verify, reuse, overwrite, noClobber, digest);
    }

    /**
     * @param several whether there is more than one source
     * @throws Failure if an option's value cannot be used, or two contradict each other
     */
    void check(boolean several) {
        if (overwrite.get() && noClobber.get()) {
            throw new Failure(
                    ExitCode.BAD_OPTION, "Options --overwrite and --no-clobber contradict each other: give one.");
        }
        if (several && out.isPresent() && !isDirectory(out.get())) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Option -o: several sources cannot all become '" + out.get()
                            + "'. Name a directory, with / at its end, or leave it out.");
        }
        if (several && digest.isPresent()) {
            throw new Failure(ExitCode.BAD_OPTION, "Option --digest is for one source, but there are several.");
        }
        digest.value().ifPresent(DigestText::parse);
        reuse();
    }

    private boolean isDirectory(String name) {
        return !toStandardOutput()
                && (name.endsWith("/")
                        || Files.isDirectory(Target.base(directory.value()).resolve(name)));
    }

    boolean toStandardOutput() {
        return out.isPresent() && out.get().equals(STANDARD_OUTPUT);
    }

    /** The final path of content with this name. */
    Path target(String name) {
        return Target.resolve(name, out.value(), directory.value());
    }

    Optional<String> directory() {
        return directory.value();
    }

    boolean verify() {
        return verify.get();
    }

    boolean overwrite() {
        return overwrite.get();
    }

    boolean noClobber() {
        return noClobber.get();
    }

    Optional<ExpectedDigest> digest() {
        return digest.value().map(DigestText::parse);
    }

    /** Existing files or directories. */
    List<Path> reuse() {
        return reuse.get().stream().map(DiskOptions::existing).toList();
    }

    private static Path existing(String text) {
        Path path = LocalPath.of(text, ExitCode.BAD_OPTION, "Option --reuse");
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure(ExitCode.NOT_FOUND, "Option --reuse: there is no file " + path + ". Check the path.");
        }
        return path;
    }
}
