package torrentkit.metainfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.bencode.Bencode;
import torrentkit.bencode.RawBencode;
import torrentkit.metainfo.MetainfoException.Reason;
import torrentkit.testing.TestTorrent;

class MetainfoTest {
    private static final int PIECE = Metainfo.MIN_PIECE_LENGTH;

    private static Map<String, Object> singleInfo() {
        return new TreeMap<>(Map.of(
                "name", "x", "length", PIECE + 1, "piece length", PIECE, "pieces", new byte[2 * 20], "private", 1));
    }

    private static Map<String, Object> info(Object... entries) {
        Map<String, Object> info = new TreeMap<>(
                Map.of("name", "x", "piece length", PIECE, "pieces", new byte[20], "files", List.of(entries)));
        return info;
    }

    private static Map<String, Object> entry(long length, Object... path) {
        return Map.of("length", length, "path", List.of(path));
    }

    private static Metainfo parse(Map<String, Object> info) {
        return Metainfo.parse(Bencode.encode(Map.of("info", info)));
    }

    private static MetainfoException refuse(Map<String, Object> info) {
        return refuse(Bencode.encode(Map.of("info", info)));
    }

    private static MetainfoException refuse(byte[] torrent) {
        try {
            Metainfo.parse(torrent);
        } catch (MetainfoException e) {
            return e;
        }
        throw new AssertionError("was accepted: " + new String(torrent, StandardCharsets.ISO_8859_1));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsAFile() {
        Metainfo metainfo = parse(singleInfo());
        assertThat(metainfo.name()).isEqualTo("x");
        assertThat(metainfo.isDirectory()).isFalse();
        assertThat(metainfo.isPrivate()).isTrue();
        assertThat(metainfo.files()).containsExactly(new FileEntry(List.of("x"), PIECE + 1));
        assertThat(metainfo.layout().pieceCount()).isEqualTo(2);
        assertThat(metainfo.pieceHashes().toBytes()).isEqualTo(new byte[40]);
    }

    @Test
    void readsADirectoryWithPaddingAndEmptyFiles() {
        Metainfo metainfo = parse(info(
                entry(0, "a", "empty"),
                entry(5, "a", "full"),
                Map.of("length", 3, "path", List.of(".pad", "3"), "attr", "hp"),
                Map.of("length", 3, "path", List.of(".pad", "3"), "attr", "p"),
                entry(1, "b")));
        assertThat(metainfo.files())
                .containsExactly(
                        new FileEntry(List.of("a", "empty"), 0),
                        new FileEntry(List.of("a", "full"), 5),
                        new FileEntry(List.of(".pad", "3"), 3, true),
                        new FileEntry(List.of(".pad", "3"), 3, true),
                        new FileEntry(List.of("b"), 1));
        assertThat(metainfo.isPrivate()).isFalse();
    }

    @Test
    void hashesTheOriginalBytesOfTheInfoDictionary() {
        byte[] info = Bencode.encode(singleInfo());
        byte[] unsorted = latin(new String(info, StandardCharsets.ISO_8859_1).replace("d6:length", "d2:zzi1e6:length"));
        Metainfo metainfo =
                Metainfo.parse(Bencode.encode(Map.of("info", new RawBencode(unsorted), "other", List.of(1))));
        assertThat(metainfo.infoHash()).isEqualTo(InfoHash.ofInfoDictionary(unsorted));
        assertThat(metainfo.infoBytes()).isEqualTo(unsorted);
        Metainfo again = Metainfo.parse(metainfo.withTrackers(List.of(List.of(URI.create("http://t/a"))))
                .toBytes());
        assertThat(again.infoBytes()).isEqualTo(unsorted);
        assertThat(new String(again.toBytes(), StandardCharsets.ISO_8859_1))
                .contains("5:otherli1ee")
                .contains("10:http://t/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a/b",
                "/etc",
                "a\\b",
                "..\\x",
                "C:",
                "c:x",
                "nul",
                "NUL.txt",
                "Aux",
                "com1.tar.gz",
                "LPT9",
                "con ",
                "CONIN$",
                "a\u0000b",
                "a\nb",
                "\u001b[1m",
                "\u007f",
                "\u0085"
            })
    void refusesDangerousNames(String name) {
        assertThat(refuse(info(entry(1, "a", name))).field()).isEqualTo("info.files[0].path[1]");
        Map<String, Object> single = singleInfo();
        single.put("name", name);
        assertThat(refuse(single)).hasMessageContaining("info.name: ").hasMessageContaining("at byte");
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "a..b", " a ", "null", "com0", "console", "ä", "\u4e2d\u6587", "ab:c", "-", "~"})
    void acceptsHarmlessNames(String name) {
        assertThat(parse(info(entry(1, name))).files().get(0).path()).containsExactly(name);
    }

    @Test
    void boundsNamesAndPaths() {
        assertThat(parse(info(entry(1, "x".repeat(255)))).files()).hasSize(1);
        refuse(info(entry(1, "x".repeat(256))));
        refuse(info(entry(1, "ä".repeat(128))));
        Object[] deep = new Object[2100];
        Arrays.fill(deep, "a");
        assertThat(refuse(info(entry(1, deep)))).hasMessageContaining("4096 bytes");
        assertThat(refuse(info(entry(1)))).hasMessageContaining("at least one name");
    }

    @Test
    void refusesNamesThatAreNotUtf8() {
        assertThat(refuse(info(entry(1, latin("\u00ff"))))).hasMessageContaining("UTF-8");
    }

    @Test
    void prefersTheUtf8KeysWhenTheyAreValid() {
        Map<String, Object> info = info(Map.of("length", 1, "path", List.of("old"), "path.utf-8", List.of("n\u00e9w")));
        info.put("name.utf-8", "tr\u00e9s");
        assertThat(parse(info).name()).isEqualTo("tr\u00e9s");
        assertThat(parse(info).files().get(0).path()).containsExactly("n\u00e9w");
        info = info(Map.of("length", 1, "path", List.of("old"), "path.utf-8", List.of("..")));
        info.put("name.utf-8", latin("\u00ff"));
        assertThat(parse(info).name()).isEqualTo("x");
        assertThat(parse(info).files().get(0).path()).containsExactly("old");
    }

    @Test
    void refusesFilesThatCannotExistBesideEachOther() {
        assertThat(refuse(info(entry(1, "a"), entry(1, "b"), entry(0, "a"))))
                .hasMessageContaining("info.files[2].path");
        refuse(info(entry(1, "\u00e4"), entry(1, "a\u0308")));
        refuse(info(entry(1, "a"), entry(1, "a-b"), entry(1, "a", "b", "c")));
        refuse(info(entry(1, "a", "b", "c"), entry(1, "a!"), entry(1, "a", "b")));
        assertThat(parse(info(entry(1, "a", "b"), entry(1, "a-b"), entry(1, "a", "c"), entry(1, "A")))
                        .files())
                .hasSize(4);
    }

    @Test
    void refusesSizesThatDoNotAddUp() {
        refuse(info(entry(-1, "a"), entry(2, "b")));
        assertThat(refuse(info(entry(Long.MAX_VALUE, "a"), entry(1, "b")))).hasMessageContaining("sum");
        assertThat(refuse(info(entry(Long.MAX_VALUE, "a")))).hasMessageContaining("pieces are supported");
        assertThat(refuse(info(entry(PIECE + 1, "a"))))
                .hasMessageContaining("info.pieces")
                .hasMessageContaining("40 bytes");
        Map<String, Object> odd = singleInfo();
        odd.put("pieces", new byte[39]);
        refuse(odd);
    }

    @Test
    void refusesTorrentsWithoutAnyByte() {
        assertThat(refuse(info(entry(0, "a"), entry(0, "b")))).hasMessageContaining("at least one byte");
        assertThat(refuse(info())).hasMessageContaining("at least one byte");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, -1, 1, Metainfo.MIN_PIECE_LENGTH - 1, Metainfo.MAX_PIECE_LENGTH + 1L, Long.MAX_VALUE, 1L << 32})
    void refusesPieceLengthsOutOfRange(long length) {
        Map<String, Object> info = singleInfo();
        info.put("piece length", length);
        assertThat(refuse(info)).hasMessageContaining("info.piece length");
    }

    @Test
    void acceptsPieceLengthsThatAreNoPowerOfTwo() {
        Map<String, Object> info = singleInfo();
        info.put("piece length", PIECE + 1);
        info.put("pieces", new byte[20]);
        assertThat(parse(info).layout().pieceCount()).isEqualTo(1);
    }

    @Test
    void refusesNeitherFileNorDirectoryAndBoth() {
        Map<String, Object> both = singleInfo();
        both.put("files", List.of(entry(PIECE + 1, "a")));
        assertThat(refuse(both)).hasMessageContaining("both");
        Map<String, Object> neither = singleInfo();
        neither.remove("length");
        assertThat(refuse(neither)).hasMessageContaining("neither");
    }

    @Test
    void refusesVersion2AloneAndReadsHybrids() {
        Map<String, Object> info = singleInfo();
        info.put("meta version", 2);
        info.put("file tree", Map.of("x", Map.of("", Map.of("length", PIECE + 1))));
        assertThat(parse(info).layout().pieceCount()).isEqualTo(2);
        info.remove("pieces");
        info.remove("length");
        assertThat(refuse(info)).hasMessageContaining("BEP 52").matches(e -> e.reason() == Reason.UNSUPPORTED);
    }

    @Test
    void saysWhenBytesAreNoTorrentAtAll() {
        assertThat(refuse(latin("<!DOCTYPE html>")).reason()).isEqualTo(Reason.NOT_BENCODED);
        assertThat(refuse(new byte[0]).reason()).isEqualTo(Reason.NOT_BENCODED);
        assertThat(refuse(latin("de")).reason()).isEqualTo(Reason.INVALID);
        assertThat(refuse(latin("d4:infoi1ee")).reason()).isEqualTo(Reason.INVALID);
        assertThat(refuse(new byte[Metainfo.MAX_BYTES + 1]).reason()).isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void readsTiersOfTrackersAndSkipsWhatIsNeverContacted() {
        Map<String, Object> torrent = new TreeMap<>(Map.of("info", singleInfo()));
        torrent.put("announce", "http://one/announce");
        assertThat(Metainfo.parse(Bencode.encode(torrent)).trackers())
                .containsExactly(List.of(URI.create("http://one/announce")));
        torrent.put(
                "announce-list",
                List.of(
                        List.of("wss://no/", "udp://two:80", latin("\u00ff"), 7),
                        List.of("file:///etc/passwd", "nonsense", ""),
                        "https://not-in-a-list/",
                        List.of("https://three/a b", "udp://two:80")));
        Metainfo metainfo = Metainfo.parse(Bencode.encode(torrent));
        assertThat(metainfo.trackers())
                .containsExactly(List.of(URI.create("udp://two:80")), List.of(URI.create("https://three/a%20b")));
        assertThat(Metainfo.parse(metainfo.toBytes()).toBytes()).isEqualTo(Bencode.encode(torrent));
        torrent.put("announce-list", List.of(List.of("wss://no/")));
        assertThat(Metainfo.parse(Bencode.encode(torrent)).trackers()).hasSize(1);
        torrent.put("announce", 1);
        assertThat(Metainfo.parse(Bencode.encode(torrent)).trackers()).isEmpty();
    }

    @Test
    void readsWebSeedsAsStringOrList() {
        Map<String, Object> torrent = new TreeMap<>(Map.of("info", singleInfo(), "url-list", "http://w/x"));
        assertThat(Metainfo.parse(Bencode.encode(torrent)).webSeeds()).containsExactly(URI.create("http://w/x"));
        torrent.put("url-list", List.of("ftp://no/", "https://w/y", "udp://no:1"));
        assertThat(Metainfo.parse(Bencode.encode(torrent)).webSeeds()).containsExactly(URI.create("https://w/y"));
        torrent.put("url-list", "");
        assertThat(Metainfo.parse(Bencode.encode(torrent)).webSeeds()).isEmpty();
    }

    @Test
    void replacesTrackersAndWebSeedsWithoutTouchingTheInfoHash() {
        Metainfo plain = parse(singleInfo());
        List<List<URI>> tiers =
                List.of(List.of(URI.create("http://a/"), URI.create("udp://b:1")), List.of(URI.create("https://c/")));
        Metainfo changed = plain.withTrackers(tiers).withWebSeeds(List.of(URI.create("http://w/")));
        Metainfo read = Metainfo.parse(changed.toBytes());
        assertThat(read.trackers()).isEqualTo(tiers);
        assertThat(read.webSeeds()).containsExactly(URI.create("http://w/"));
        assertThat(read.infoHash()).isEqualTo(plain.infoHash());
        assertThat(read).isEqualTo(changed).isNotEqualTo(plain);
        assertThat(read.withTrackers(List.of()).withWebSeeds(List.of())).isEqualTo(plain);
    }

    @Test
    void showsCommentAndMakerWhereTheyAreText() {
        Map<String, Object> torrent =
                new TreeMap<>(Map.of("info", singleInfo(), "comment", "hi", "created by", latin("\u00ff")));
        Metainfo metainfo = Metainfo.parse(Bencode.encode(torrent));
        assertThat(metainfo.comment()).contains("hi");
        assertThat(metainfo.createdBy()).isEmpty();
        torrent.put("comment", 1);
        assertThat(Metainfo.parse(Bencode.encode(torrent)).comment()).isEmpty();
    }

    @Test
    void readsFiles(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("x.torrent");
        TestTorrent torrent = TestTorrent.ofFile("x", 100);
        Files.write(file, torrent.metainfo().toBytes());
        assertThat(Metainfo.read(file)).isEqualTo(torrent.metainfo());
        for (Path wrong : List.of(directory, directory.resolve("none"))) {
            try {
                Metainfo.read(wrong);
                throw new AssertionError("was read: " + wrong);
            } catch (MetainfoException e) {
                assertThat(e.reason()).isEqualTo(Reason.UNREADABLE);
            }
        }
    }

    @Test
    void readsTheLargestTorrentOfManyFiles() {
        StringBuilder info = new StringBuilder("d5:filesl");
        int count = 0;
        while (info.length() < Metainfo.MAX_BYTES - 200) {
            info.append("d6:lengthi0e4:pathl").append(String.format("8:%08dee", count++));
        }
        info.append("d6:lengthi1e4:pathl1:xeee4:name1:x12:piece lengthi16384e6:pieces20:")
                .append("x".repeat(20))
                .append("e");
        assertThat(Metainfo.parse(latin("d4:info" + info + "e")).files()).hasSize(count + 1);
    }

    private static Map<String, Object> link(Object target) {
        return Map.of("length", 0, "path", List.of("dir", "link"), "attr", "l", "symlink path", target);
    }

    private static FileEntry onlyLink(Map<String, Object> link) {
        return parse(info(link, entry(9, "dir", "file"))).files().get(0);
    }

    @Test
    void readsAttributes() {
        Metainfo metainfo = parse(info(
                Map.of("length", 3, "path", List.of("run"), "attr", "x"),
                Map.of("length", 3, "path", List.of("both"), "attr", "xh?"),
                link(List.of("dir", "file"))));
        assertThat(metainfo.files())
                .containsExactly(
                        new FileEntry(List.of("run"), 3).withExecutable(),
                        new FileEntry(List.of("both"), 3, false, true, true, Optional.empty()),
                        FileEntry.link(List.of("dir", "link"), List.of("dir", "file")));
        assertThat(metainfo.files().get(2).isStored()).isFalse();
        Map<String, Object> single = singleInfo();
        single.put("attr", "lpx");
        assertThat(parse(single).files()).containsExactly(new FileEntry(List.of("x"), PIECE + 1).withExecutable());
    }

    @Test
    void writesAttributes() {
        List<FileEntry> files = List.of(
                new FileEntry(List.of("run"), 3).withExecutable(),
                new FileEntry(List.of("pad"), 3, true),
                FileEntry.link(List.of("link"), List.of("run")));
        Metainfo metainfo = Metainfo.create(
                "name", true, files, PIECE, TestTorrent.hashes(new byte[6], PIECE), MetainfoOptions.defaults());
        assertThat(metainfo.files()).isEqualTo(files);
    }

    @Test
    void knowsNoTargetOfALinkThatCouldLeadOutside() {
        for (Object target : List.of(
                List.of("..", "etc"),
                List.of("dir", "..", "..", "etc"),
                List.of("/etc/passwd"),
                List.of("", "etc", "passwd"),
                List.of("."),
                List.of("a\0b"),
                List.of("C:"),
                List.of(),
                "etc/passwd",
                List.of(1))) {
            assertThat(onlyLink(link(target)).symlink()).as(target.toString()).contains(List.of());
        }
        assertThat(onlyLink(Map.of("length", 0, "path", List.of("dir", "link"), "attr", "l"))
                        .symlink())
                .contains(List.of());
    }

    @Test
    void takesWhatHasBytesForAFileWhateverItIsCalled() {
        FileEntry entry = onlyLink(
                Map.of("length", 1, "path", List.of("x"), "attr", "l", "symlink path", List.of("dir", "file")));
        assertThat(entry).isEqualTo(new FileEntry(List.of("x"), 1));
    }

    @Test
    void refusesFilesBelowALink() {
        assertThat(refuse(info(
                                Map.of("length", 0, "path", List.of("a"), "attr", "l", "symlink path", List.of("b")),
                                entry(1, "a", "inside")))
                        .reason())
                .isEqualTo(Reason.INVALID);
    }
}
