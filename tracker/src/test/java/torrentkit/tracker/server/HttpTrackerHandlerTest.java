package torrentkit.tracker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.SwarmTraffic;
import torrentkit.tracker.swarm.InMemorySwarmStore;
import torrentkit.wire.PeerId;

class HttpTrackerHandlerTest {
    private static final InfoHash HASH = InfoHash.of("0123456789abcdefghij".getBytes(StandardCharsets.US_ASCII));
    private static final String ANNOUNCE =
            "/announce?info_hash=0123456789abcdefghij&peer_id=-XX0001-abcdefghijkl&left=5&port=";
    private static final InetSocketAddress LOCAL = endpoint("10.0.0.250", 6969);

    private final TrackerConfig config = TrackerConfig.defaults();
    private final TrackerLogic logic = new TrackerLogic(config, new InMemorySwarmStore(config.swarms()));
    private final TrackerCounters counters = new TrackerCounters();
    private final EmbeddedChannel channel = connect("10.0.0.1");

    private EmbeddedChannel connect(String ip) {
        return connect(ip, logic);
    }

    private EmbeddedChannel connect(String ip, TrackerLogic logic) {
        InetSocketAddress peer = endpoint(ip, 40000);
        EmbeddedChannel connected = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return peer;
            }

            @Override
            protected SocketAddress localAddress0() {
                return LOCAL;
            }
        };
        connected.freezeTime();
        connected.pipeline().addLast(new HttpTrackerHandler(logic, counters));
        connected.pipeline().fireChannelActive();
        return connected;
    }

    @AfterEach
    void everythingIsReleased() {
        channel.finishAndReleaseAll();
    }

    private void send(String text) {
        send(channel, text);
    }

    private static void send(EmbeddedChannel to, String text) {
        to.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private String received() {
        return received(channel);
    }

    private static String received(EmbeddedChannel from) {
        StringBuilder all = new StringBuilder();
        for (ByteBuf part = from.readOutbound(); part != null; part = from.readOutbound()) {
            all.append(part.toString(StandardCharsets.ISO_8859_1));
            part.release();
        }
        return all.toString();
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void answersAnAnnounceWithTheLengthOfItsBody() {
        logic.register(HASH);
        send("GET " + ANNOUNCE + "1 HTTP/1.1\r\nHost: x\r\n\r\n");
        String reply = received();
        assertThat(reply)
                .startsWith("HTTP/1.1 200 OK\r\nContent-Length:     ")
                .contains("\r\n\r\nd8:completei0e11:external ip4:\n\0\0\1" + "10:incompletei1e8:intervali5e")
                .endsWith("8:intervali5e12:min intervali5e5:peers0:e");
        String body = reply.substring(reply.indexOf("\r\n\r\n") + 4);
        assertThat(reply).contains("Content-Length:     " + body.length() + "\r\n");
        assertThat(channel.isOpen()).isTrue();
        assertThat(counters.snapshot(SwarmTraffic.NONE).announces()).isEqualTo(1);
    }

    @Test
    void refusesATorrentThatIsNotRegistered() {
        send("GET " + ANNOUNCE + "1 HTTP/1.1\r\n\r\n");
        assertThat(received())
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("d14:failure reason38:this tracker does not know the torrente");
        assertThat(counters.snapshot(SwarmTraffic.NONE).refusals()).isEqualTo(1);
    }

    @Test
    void namesTheLocalSeedAtTheAddressThatTheAskerReached() {
        logic.register(HASH, new LocalSeed(PeerId.random(), 0x3344, Optional.empty()));
        send("GET " + ANNOUNCE + "1 HTTP/1.1\r\n\r\n");
        assertThat(received()).contains("8:completei1e").endsWith("5:peers6:\n\0\0\u00fa3De");
        send("GET " + ANNOUNCE.replace("left=5", "left=0") + "1 HTTP/1.1\r\n\r\n");
        assertThat(received()).contains("8:completei2e").endsWith("5:peers0:e");
    }

    @Test
    void namesTheLocalSeedAtItsConfiguredAddress() {
        logic.register(
                HASH,
                new LocalSeed(
                        PeerId.random(), 1, Optional.of(endpoint("192.0.2.1", 0).getAddress())));
        send("GET " + ANNOUNCE + "1 HTTP/1.1\r\n\r\n");
        assertThat(received()).endsWith("5:peers6:\u00c0\0\2\1\0\1e");
    }

    @Test
    void believesTheWishForAnAddressOnLoopbackOnly() {
        logic.register(HASH);
        send("GET " + ANNOUNCE + "1&ip=192.0.2.9 HTTP/1.1\r\n\r\n");
        EmbeddedChannel gateway = connect("127.0.0.1");
        send(gateway, "GET " + ANNOUNCE + "2&ip=192.0.2.1 HTTP/1.1\r\n\r\n");
        received(gateway);
        received();
        send("GET " + ANNOUNCE + "3 HTTP/1.1\r\n\r\n");
        assertThat(received())
                .contains("\n\0\0\1\0\1")
                .contains("\u00c0\0\2\1\0\2")
                .contains("5:peers12:");
        send(gateway, "GET " + ANNOUNCE + "2&ip=tracker.example HTTP/1.1\r\n\r\n");
        assertThat(received(gateway)).contains("failure reason");
        gateway.finishAndReleaseAll();
    }

    @Test
    void answersPipelinedRequestsInOrderWhereverTheyAreSplit() {
        String requests = "GET /announce?info_hash=1 HTTP/1.1\r\n\r\n\r\n"
                + "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /scrape HTTP/1.1\r\n\r\n";
        for (int split = 1; split < requests.length(); split++) {
            send(requests.substring(0, split));
            send(requests.substring(split));
            String replies = received();
            assertThat(replies.indexOf("info_hash must have 20 bytes"))
                    .isPositive()
                    .isLessThan(replies.indexOf("404 Not Found"));
            assertThat(replies.indexOf("404 Not Found")).isLessThan(replies.indexOf("info_hash is missing"));
        }
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void answersManyPipelinedRequestsInWritesOfSixteen() {
        send("GET /x HTTP/1.1\r\n\r\n".repeat(40));
        int writes = 0;
        StringBuilder all = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.append(part.toString(StandardCharsets.US_ASCII));
            part.release();
            writes++;
        }
        assertThat(writes).isEqualTo(3);
        assertThat(all.toString().split("HTTP/1.1 404", -1)).hasSize(41);
    }

    @Test
    void stopsReadingWhileTheClientDoesNotTakeItsAnswers() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        send("GET /x HTTP/1.1\r\n\r\n".repeat(20));
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(received().split("HTTP/1.1 404", -1)).hasSize(17);
        send("GET /x HTTP/1.1\r\n\r\n");
        assertThat(received()).isEmpty();
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();
        assertThat(received().split("HTTP/1.1 404", -1)).hasSize(6);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void closesWhenAnswersAreNotTaken() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        send("GET /x HTTP/1.1\r\n\r\n");
        received();
        pass(HttpTrackerHandler.WRITE_SECONDS / 2);
        assertThat(channel.isOpen()).isTrue();
        pass(HttpTrackerHandler.WRITE_SECONDS / 2 + 10);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesAfterTheAnswerWhenAsked() {
        send("GET /x HTTP/1.1\r\nConnection: close\r\n\r\nGET /x HTTP/1.1\r\n\r\n");
        assertThat(received())
                .startsWith("HTTP/1.1 404")
                .contains("Connection: close\r\n")
                .doesNotContain("\nHTTP");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesAfterTheAnswerToHttp10UnlessAskedToStay() {
        logic.register(HASH);
        send("GET " + ANNOUNCE + "1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(received()).contains("Connection: keep-alive\r\n");
        assertThat(channel.isOpen()).isTrue();
        send("GET " + ANNOUNCE + "1 HTTP/1.0\r\n\r\n");
        assertThat(received()).contains("Connection: close\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answersHeadWithoutABody() {
        logic.register(HASH);
        send("HEAD " + ANNOUNCE + "1 HTTP/1.1\r\n\r\n");
        assertThat(received()).containsPattern("Content-Length: +[1-9]").endsWith("\r\n\r\n");
        send("HEAD /x HTTP/1.1\r\n\r\n");
        assertThat(received())
                .startsWith("HTTP/1.1 404")
                .containsPattern("Content-Length: +[1-9]")
                .endsWith("\r\n\r\n");
    }

    @Test
    void answersAScrapeOfKnownTorrents() {
        logic.register(HASH);
        send("GET /scrape?info_hash=0123456789abcdefghij&info_hash=unknown-unknown-unkn HTTP/1.1\r\n\r\n");
        assertThat(received())
                .endsWith("d5:filesd20:0123456789abcdefghijd8:completei0e10:downloadedi0e10:incompletei0eeee");
    }

    @Test
    void answersDictionariesWhenCompactIsNotWanted() {
        logic.register(
                HASH,
                new LocalSeed(
                        PeerId.of("-TK0100-abcdefghijkl".getBytes(StandardCharsets.US_ASCII)), 7, Optional.empty()));
        send("GET " + ANNOUNCE + "1&compact=0 HTTP/1.1\r\n\r\n");
        assertThat(received()).endsWith("5:peersld2:ip10:10.0.0.2507:peer id20:-TK0100-abcdefghijkl4:porti7eeee");
        send("GET " + ANNOUNCE + "1&compact=0&no_peer_id=1 HTTP/1.1\r\n\r\n");
        assertThat(received()).endsWith("5:peersld2:ip10:10.0.0.2504:porti7eeee");
    }

    /** Grants whoever shows the key "good". */
    private static final class GoodKey implements TorrentAccess {
        @Override
        public Access announce(InfoHash infoHash, Optional<String> key, InetAddress from) {
            return key.equals(Optional.of("good"))
                    ? Access.TRACKED
                    : new Access.Refused("show a key", Optional.of(Duration.ofMinutes(3)));
        }

        @Override
        public Access scrape(InfoHash infoHash, Optional<String> key, InetAddress from) {
            return announce(infoHash, key, from);
        }
    }

    @Test
    void asksTheKeyInThePath() {
        TrackerLogic keyed =
                new TrackerLogic(config, new InMemorySwarmStore(config.swarms()), Optional.of(new GoodKey()));
        EmbeddedChannel peer = connect("10.0.0.2", keyed);
        send(peer, "GET /good" + ANNOUNCE + "1 HTTP/1.1\r\n\r\n");
        assertThat(received(peer)).contains("10:incompletei1e");
        send(peer, "GET " + ANNOUNCE + "1 HTTP/1.1\r\n\r\n");
        assertThat(received(peer)).endsWith("\r\n\r\nd14:failure reason10:show a key8:retry ini3ee");
        send(peer, "GET /bad" + ANNOUNCE + "1 HTTP/1.1\r\n\r\n");
        assertThat(received(peer)).contains("show a key");
        send(peer, "GET /good/scrape?info_hash=0123456789abcdefghij HTTP/1.1\r\n\r\n");
        assertThat(received(peer)).contains("10:incompletei");
        send(peer, "GET /scrape?info_hash=0123456789abcdefghij HTTP/1.1\r\n\r\n");
        assertThat(received(peer)).endsWith("d5:filesdee");
        for (String path : new String[] {"/%67ood", "//good", "/good/", "/x/good", "/./good", "/g%00", "/good%2f"}) {
            send(peer, "GET " + path + ANNOUNCE + "1 HTTP/1.1\r\n\r\n");
            assertThat(received(peer)).as(path).startsWith("HTTP/1.1 404 ");
        }
        peer.finishAndReleaseAll();
    }

    @Test
    void knowsNoKeysWithoutAnybodyToAsk() {
        logic.register(HASH);
        send("GET /good" + ANNOUNCE + "1 HTTP/1.1\r\n\r\n");
        assertThat(received()).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void refusesABodyAndWhateverFollows() {
        send("GET /announce HTTP/1.1\r\nContent-Length: 50\r\n\r\nGET /scrape HTTP/1.1\r\n\r\n");
        assertThat(received())
                .startsWith("HTTP/1.1 413 ")
                .contains("Connection: close")
                .doesNotContain("200");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void refusesBinaryGarbage() {
        send("\u0016\u0003\u0001\u0002\0\u0001".repeat(1000));
        assertThat(received()).startsWith("HTTP/1.1 414 ");
        assertThat(counters.snapshot(SwarmTraffic.NONE).malformed()).isEqualTo(1);
    }

    @Test
    void closesWhenTheHeadIsSlow() {
        for (int second = 0; second < HttpTrackerHandler.HEAD_SECONDS; second++) {
            assertThat(channel.isOpen()).isTrue();
            send("G");
            pass(1);
        }
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesWhenALaterHeadIsSlow() {
        send("GET /x HTTP/1.1\r\n\r\n");
        received();
        pass(HttpTrackerHandler.IDLE_SECONDS / 2);
        send("GET");
        pass(HttpTrackerHandler.HEAD_SECONDS - 1);
        assertThat(channel.isOpen()).isTrue();
        pass(HttpTrackerHandler.HEAD_SECONDS);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesAnIdleConnectionButNotABusyOne() {
        for (int i = 0; i < 5; i++) {
            send("GET /x HTTP/1.1\r\n\r\n");
            pass(HttpTrackerHandler.IDLE_SECONDS - 1);
            assertThat(channel.isOpen()).isTrue();
        }
        received();
        pass(HttpTrackerHandler.HEAD_SECONDS);
        assertThat(channel.isOpen()).isFalse();
    }
}
