package torrentkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import torrentkit.testing.Frames;
import torrentkit.wire.PexMessage.Contact;

/** Messages of extensions: what was written reads the same, and anything else is refused in the one way that is known. */
class ExtensionMessageProperties {
    @Provide
    Arbitrary<Contact> contacts() {
        Arbitrary<byte[]> addresses = Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofSize(4),
                Arbitraries.bytes().array(byte[].class).ofSize(16));
        return Combinators.combine(
                        addresses,
                        Arbitraries.integers().between(0, 65_535),
                        Arbitraries.integers().between(0, 255))
                .as((address, port, flags) -> new Contact(new InetSocketAddress(of(address), port), flags));
    }

    private static InetAddress of(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Property(tries = 200)
    void contactsComeThrough(@ForAll @Size(max = 60) List<@From("contacts") Contact> added) {
        List<InetSocketAddress> dropped = added.stream().map(Contact::address).toList();
        PexMessage read = PexMessage.parse(new PexMessage(added, dropped).toBytes());
        assertThat(read.added()).containsExactlyInAnyOrderElementsOf(added);
        assertThat(read.dropped()).containsExactlyInAnyOrderElementsOf(dropped);
    }

    @Property(tries = 200)
    void metadataComesThrough(
            @ForAll @IntRange(min = 0) int piece, @ForAll @IntRange(min = 0) int total, @ForAll byte[] bytes) {
        assertThat(read(new MetadataMessage.Request(piece).toBytes())).contains(new MetadataMessage.Request(piece));
        assertThat(read(new MetadataMessage.Reject(piece).toBytes())).contains(new MetadataMessage.Reject(piece));
        MetadataMessage.Data data = (MetadataMessage.Data)
                read(new MetadataMessage.Data(piece, total, bytes).toBytes()).orElseThrow();
        assertThat(data.piece()).isEqualTo(piece);
        assertThat(data.totalBytes()).hasValue(total);
        assertThat(data.bytes()).isEqualTo(bytes);
    }

    @Property(tries = 300)
    void anythingElseIsRefusedAsAProtocolViolation(@ForAll byte[] noise) {
        byte[] dictionary = "d8:msg_typei1e5:piecei".getBytes(StandardCharsets.ISO_8859_1);
        byte[] peers = "d5:added6:".getBytes(StandardCharsets.ISO_8859_1);
        for (byte[] payload : List.of(noise, Frames.join(dictionary, noise), Frames.join(peers, noise))) {
            read(payload);
            try {
                PexMessage.parse(payload);
            } catch (ProtocolException e) {
                assertThat(e).hasMessageContaining("peer exchange");
            }
        }
    }

    private static Optional<MetadataMessage> read(byte[] payload) {
        try {
            return MetadataMessage.parse(payload);
        } catch (ProtocolException e) {
            assertThat(e).hasMessageContaining("metadata message");
            return Optional.empty();
        }
    }
}
