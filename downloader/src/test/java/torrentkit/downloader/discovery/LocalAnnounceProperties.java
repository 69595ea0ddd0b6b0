package torrentkit.downloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import torrentkit.metainfo.InfoHash;

class LocalAnnounceProperties {
    @Property(tries = 200)
    void readingWhatWasWrittenGivesTheSame(
            @ForAll @IntRange(min = 1, max = 65_535) int port,
            @ForAll @Size(min = 1, max = LocalAnnounce.MAX_TORRENTS) List<@Size(20) byte[]> torrents,
            @ForAll @AlphaChars @StringLength(max = 16) String cookie) {
        LocalAnnounce announce =
                new LocalAnnounce(port, torrents.stream().map(InfoHash::of).toList(), cookie);
        assertThat(LocalAnnounce.parse(announce.toText("239.192.152.143:6771"))).contains(announce);
    }

    @Property(tries = 300)
    void nothingThatArrivesDoesHarm(@ForAll String text, @ForAll String more) {
        for (String datagram :
                List.of(text, "BT-SEARCH * HTTP/1.1\r\n" + text, "BT-SEARCH \nPort: " + text + "\n" + more)) {
            LocalAnnounce.parse(datagram)
                    .ifPresent(announce -> assertThat(announce.torrents()).isNotEmpty());
        }
    }
}
