package torrentkit.app.client.source;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.content.ContentFilter;
import torrentkit.downloader.FileSelection;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;

/**
 * Which files are meant: those of {@code --select}, with {@code --include} only those that one of its globs matches, and never what one
 * of {@code --exclude} does. Immutable.
 */
public final class FileFilter {
    private final List<Glob> include;
    private final List<Glob> exclude;
    private final Optional<String> select;

    private FileFilter(List<Glob> include, List<Glob> exclude, Optional<String> select) {
        this.include = include;
        this.exclude = exclude;
        this.select = select;
    }

    /** Everything. */
    public static FileFilter all() {
        return new FileFilter(List.of(), List.of(), Optional.empty());
    }

    /**
     * @param include globs; none includes everything
     * @param exclude globs
     * @param select numbers and ranges such as {@code 1,3-5,9-}, from 1, as a list of the files numbers them
     * @throws Failure if one has another form
     */
    public static FileFilter of(List<String> include, List<String> exclude, Optional<String> select) {
        select.ifPresent(text -> ranges(text, Integer.MAX_VALUE));
        return new FileFilter(globs("--include", include), globs("--exclude", exclude), select);
    }

    private static List<Glob> globs(String option, List<String> patterns) {
        List<Glob> globs = new ArrayList<>();
        for (String pattern : patterns) {
            try {
                globs.add(Glob.parse(pattern));
            } catch (IllegalArgumentException e) {
                throw new Failure(
                        ExitCode.BAD_OPTION,
                        "Option " + option + ": the pattern '" + pattern + "' cannot be used: " + e.getMessage() + ".",
                        e);
            }
        }
        return List.copyOf(globs);
    }

    /** Whether nothing is left out. */
    public boolean isAll() {
        return include.isEmpty() && exclude.isEmpty() && select.isEmpty();
    }

    /** Whether the globs leave the file in. @param path names below the top directory with slashes between them */
    public boolean accepts(String path) {
        return (include.isEmpty() || matches(include, path)) && !matches(exclude, path);
    }

    private static boolean matches(List<Glob> globs, String path) {
        for (Glob glob : globs) {
            if (glob.matches(path)) {
                return true;
            }
        }
        return false;
    }

    /** The same for what is read from a directory. What is excluded is not even looked into. */
    public ContentFilter ofContent() {
        if (isAll()) {
            return ContentFilter.ALL;
        }
        return new ContentFilter(
                path -> !matches(exclude, String.join("/", path)), path -> accepts(String.join("/", path)));
    }

    /**
     * The files of this torrent that are meant. Pad files are never among them.
     *
     * @throws Failure if there is none, or {@code --select} names one that the torrent does not have
     */
    public FileSelection of(Metainfo metainfo) {
        if (isAll()) {
            return FileSelection.all();
        }
        List<Integer> numbered = numbered(metainfo.files());
        BitSet selected = select.isPresent() ? ranges(select.get(), numbered.size()) : all(numbered.size());
        BitSet files = new BitSet();
        for (int at = selected.nextSetBit(0); at >= 0 && at < numbered.size(); at = selected.nextSetBit(at + 1)) {
            int file = numbered.get(at);
            if (accepts(metainfo.files().get(file).joinedPath())) {
                files.set(file);
            }
        }
        if (files.isEmpty()) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    "None of the " + numbered.size() + " files of " + metainfo.name()
                            + " is selected. See their numbers and paths with --list.");
        }
        return files.cardinality() == numbered.size() ? FileSelection.all() : FileSelection.of(files);
    }

    /** The files that people see and number from 1, links too: the index in torrent order of each that is no pad file. */
    public static List<Integer> numbered(List<FileEntry> files) {
        List<Integer> numbered = new ArrayList<>();
        for (int file = 0; file < files.size(); file++) {
            if (!files.get(file).padding()) {
                numbered.add(file);
            }
        }
        return List.copyOf(numbered);
    }

    private static BitSet all(int count) {
        BitSet all = new BitSet();
        all.set(0, count);
        return all;
    }

    /** @param most the largest number that may be named. @return from 0 */
    private static BitSet ranges(String text, int most) {
        BitSet numbers = new BitSet();
        for (String range : text.split(",", -1)) {
            int dash = range.indexOf('-');
            int first = number(text, dash < 0 ? range : range.substring(0, dash));
            boolean open = dash >= 0 && range.substring(dash + 1).isBlank();
            int last = dash < 0 ? first : open ? Math.max(first, most) : number(text, range.substring(dash + 1));
            if (last < first) {
                throw wrong(text, "the range " + range.strip() + " ends before it starts");
            }
            if (last > most) {
                throw new Failure(
                        ExitCode.NOT_FOUND,
                        "Option --select: there is no file " + last + ", the torrent has " + most
                                + ". See their numbers with --list.");
            }
            if (most < Integer.MAX_VALUE) { // otherwise only the form is looked at
                numbers.set(first - 1, last);
            }
        }
        return numbers;
    }

    private static int number(String text, String digits) {
        String plain = digits.strip();
        if (plain.isEmpty() || plain.length() > 9 || !plain.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong(text, "numbers and ranges are expected, such as 1,3-5,9-");
        }
        int number = Integer.parseInt(plain);
        if (number < 1) {
            throw wrong(text, "files are numbered from 1");
        }
        return number;
    }

    private static Failure wrong(String text, String why) {
        return new Failure(ExitCode.BAD_OPTION, "Option --select: '" + text + "' cannot be used: " + why + ".");
    }
}
