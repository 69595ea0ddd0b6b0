package torrentkit.app.server.torrents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import torrentkit.metainfo.Metainfo;
import torrentkit.testing.TestTorrent;

class MetalinkTest {
    private static final URI TORRENT = URI.create("http://h:1/torrent/x");

    private static Document of(Metainfo torrent) throws Exception {
        byte[] xml = Metalink.of(torrent, TORRENT, below -> Optional.of(URI.create("http://h:1/file/" + below.size())));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    private static Element file(Document metalink, int index) {
        return (Element) metalink.getElementsByTagNameNS("urn:ietf:params:xml:ns:metalink", "file")
                .item(index);
    }

    private static List<String> texts(Element in, String tag) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < in.getElementsByTagName(tag).getLength(); i++) {
            texts.add(in.getElementsByTagName(tag).item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void saysOfAFileWhatTheTorrentSays() throws Exception {
        Metainfo torrent = TestTorrent.ofFile("<a> & \"b\" 'c' ü", 3 * TestTorrent.PIECE - 1)
                .metainfo();
        Element file = file(of(torrent), 0);

        assertThat(file.getAttribute("name")).isEqualTo("<a> & \"b\" 'c' ü");
        assertThat(texts(file, "size")).containsExactly(String.valueOf(3 * TestTorrent.PIECE - 1));
        assertThat(texts(file, "hash")).hasSize(3).allMatch(hash -> hash.matches("[0-9a-f]{40}"));
        assertThat(texts(file, "url")).containsExactly("http://h:1/file/0");
        assertThat(texts(file, "metaurl")).containsExactly(TORRENT.toString());
    }

    @Test
    void givesPieceHashesOnlyToFilesThatShareNone() throws Exception {
        Metainfo torrent = TestTorrent.ofDirectory(
                        "top",
                        TestTorrent.file("aligned", 2L * TestTorrent.PIECE),
                        TestTorrent.file("shares", 100),
                        TestTorrent.file("last", TestTorrent.PIECE))
                .metainfo();
        Document metalink = of(torrent);

        assertThat(file(metalink, 0).getAttribute("name")).isEqualTo("top/aligned");
        assertThat(texts(file(metalink, 0), "hash")).hasSize(2);
        assertThat(texts(file(metalink, 1), "hash")).isEmpty();
        assertThat(texts(file(metalink, 2), "hash")).isEmpty();
        assertThat(((Element) file(metalink, 1).getElementsByTagName("metaurl").item(0)).getAttribute("name"))
                .isEqualTo("shares");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u001b", "\n", "\u007f", "\u0085", "\ufffe", "\uffff", "\ud800"})
    void refusesWhatNoXmlMayHold(String character) {
        assertThatThrownBy(() -> Metalink.escape("a" + character + "b"))
                .isInstanceOf(UnwritableNameException.class)
                .hasMessageContaining("use the torrent instead");
    }
}
