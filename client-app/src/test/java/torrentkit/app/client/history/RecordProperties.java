package torrentkit.app.client.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import torrentkit.app.client.console.DisplayText;

class RecordProperties {
    @Provide
    Arbitrary<TimedEvent> events() {
        return Events.timed();
    }

    @Provide
    Arbitrary<String> peers() {
        return Events.peer();
    }

    private static String line(TimedEvent event) {
        JsonText json = new JsonText();
        EventJson.write(json, event, Optional.of("r"));
        return json.take();
    }

    @Property
    void readsWhatWasWritten(@ForAll("events") TimedEvent event) {
        String line = line(event);
        assertThat(line).endsWith("\n");
        EventParser.Line read = EventParser.parse(line.strip()).orElseThrow();
        assertThat(read.event()).contains(event);
        assertThat(read.run()).contains("r");
    }

    @Property
    void writesNothingThatDoesHarmOnATerminal(@ForAll("events") TimedEvent event) {
        String line = line(event);
        String text = line.substring(0, line.length() - 1);
        assertThat(DisplayText.clean(text)).isEqualTo(text);
    }

    @Property
    void keepsNamesOfPeers(@ForAll("peers") String peer) {
        assertThat(PeerName.of(peer).joined()).isEqualTo(peer);
    }

    @Property
    void readsAnything(@ForAll byte[] content) {
        assertThat(read(content)).isNotNull();
    }

    @Property
    void readsAnyTextAsEventsOrNot(@ForAll String text) {
        assertThat(EventParser.parse("{\"type\":\"started\",\"peer\":\"a:1\",\"piece\":" + text + "}"))
                .isNotNull();
    }

    private static List<HistoryReader.Entry> read(byte[] content) {
        List<HistoryReader.Entry> entries = new ArrayList<>();
        RunState state = new RunState();
        try (HistoryReader reader = new HistoryReader(Path.of("x"), new ByteArrayInputStream(content), run -> true)) {
            for (Optional<HistoryReader.Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                entries.add(entry.get());
                state.accept(entry.get().event());
            }
        }
        return entries;
    }

    @Property(tries = 5)
    void readsARecordWithAnyByteDamaged(@ForAll byte damage) {
        JsonText json = new JsonText();
        Events.run("aa", 1_000_000).forEach(event -> EventJson.write(json, event, Optional.of("r")));
        byte[] whole = json.take().getBytes(StandardCharsets.UTF_8);
        int events = read(whole).size();
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] = damage;
            int lost = events - read(damaged).size();
            assertThat(lost).as("byte %d of the record as %d", at, damage).isBetween(0, 2);
        }
    }

    @Property(tries = 1)
    void readsARecordThatEndsAnywhere() {
        JsonText json = new JsonText();
        Events.run("aa", 1_000_000).forEach(event -> EventJson.write(json, event, Optional.of("r")));
        String whole = json.take();
        for (int length = 0; length < whole.length(); length++) {
            String torn = whole.substring(0, length);
            long lines = torn.chars().filter(c -> c == '\n').count();
            assertThat(read(torn.getBytes(StandardCharsets.UTF_8)).size()).isBetween((int) lines, (int) lines + 1);
        }
    }
}
