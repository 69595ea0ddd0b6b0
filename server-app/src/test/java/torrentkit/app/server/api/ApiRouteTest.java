package torrentkit.app.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.catalogue.LookupThreads;
import torrentkit.app.server.http.Viewer;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.http.WebRequests;
import torrentkit.app.server.http.WholeAnswer;
import torrentkit.metainfo.InfoHash;
import torrentkit.seeder.PeerStatus;

class ApiRouteTest {
    @TempDir
    private Path root;

    @TempDir
    private Path state;

    private final LookupThreads lookups = new LookupThreads();
    private final ScriptedServer server = new ScriptedServer();
    private final Object description = description();
    private final Set<String> answered = new TreeSet<>();
    private RealFiles files;
    private ApiRoute route;
    private InfoHash image;
    private InfoHash secret;
    private Viewer viewer = Viewer.ALL;

    private record Answered(int status, HttpHeaders headers, Object json) {}

    @BeforeEach
    void open() throws IOException {
        for (String path : List.of("images/a.iso", "images/b\u202e\n\u001b.iso", "secret/plan.txt", "top")) {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, path);
        }
        Files.createDirectory(root.resolve("empty"));
        files = new RealFiles(root, state);
        image = server.torrent(List.of("images", "a.iso"), 3_000_000_000L);
        secret = server.torrent(List.of("secret", "plan.txt"), 12);
        server.hash(List.of("top"));
        server.hash(List.of("secret", "plan.txt"));
        route = new ApiRoute(server.views(files.views()), lookups);
    }

    @AfterEach
    void close() {
        lookups.close();
        files.close();
    }

    private static Object description() {
        try (InputStream resource = ApiRoute.class.getResourceAsStream("openapi.json")) {
            return Json.parse(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Answered ask(HttpMethod method, String target, String... headers) {
        QueryStringDecoder decoder = new QueryStringDecoder(target);
        HttpHeaders all = new DefaultHttpHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        List<String> names = List.of(decoder.path().split("/"));
        WebRequest request =
                WebRequests.of(method, names, decoder.parameters(), all).withViewer(viewer);
        WholeAnswer answer =
                (WholeAnswer) route.answer(request, names).toCompletableFuture().join();
        String body = answer.response().content().toString(StandardCharsets.UTF_8);
        Answered result =
                new Answered(answer.head().status().code(), answer.head().headers(), Json.parse(body));
        answer.discard();
        assertThat(body.chars()).allMatch(c -> c >= ' ' && c < 0x7f || c == '\n');
        return result;
    }

    private Answered get(String target) {
        return ask(HttpMethod.GET, target);
    }

    private List<Object> all(String target, String key, String field) {
        return Json.list(Json.at(get(target).json(), key)).stream()
                .map(item -> Json.at(item, field))
                .toList();
    }

    /** Holds an answer against what the description says of this path, method and status. */
    private void described(String template, HttpMethod method, Answered answer) {
        Object response = Json.at(
                description,
                "paths",
                "/" + template,
                method.name().toLowerCase(Locale.ROOT),
                "responses",
                String.valueOf(answer.status()));
        assertThat(response)
                .as("%s %s, status %d", method, template, answer.status())
                .isNotNull();
        Object content = Json.at(SchemaCheck.resolve(description, response), "content");
        String type = answer.headers().get("content-type");
        assertThat(Json.object(content)).containsOnlyKeys(type);
        assertThat(SchemaCheck.problems(description, Json.at(content, type, "schema"), answer.json()))
                .isEmpty();
        answered.add(method + " " + template);
    }

    @Test
    void answersAsItsDescriptionSays() {
        described("files", HttpMethod.GET, get("files"));
        described("files", HttpMethod.GET, get("files?limit=1"));
        described("files", HttpMethod.GET, get("files?path=images"));
        described("files", HttpMethod.GET, get("files?search=plan"));
        described("files", HttpMethod.GET, get("files?path=no/such"));
        described("files", HttpMethod.GET, get("files?limit=many"));
        described("torrents", HttpMethod.GET, get("torrents"));
        described("torrents", HttpMethod.GET, get("torrents?limit=1"));
        described("torrents", HttpMethod.GET, get("torrents?limit=x"));
        described("torrents/{infoHash}", HttpMethod.GET, get("torrents/" + image));
        described("torrents/{infoHash}", HttpMethod.GET, get("torrents/" + "0".repeat(40)));
        described("torrents/{infoHash}", HttpMethod.GET, get("torrents/short"));
        described("swarms", HttpMethod.GET, get("swarms"));
        described("swarms", HttpMethod.GET, get("swarms?limit=0"));
        described("swarms/{infoHash}", HttpMethod.GET, get("swarms/" + image));
        described("swarms/{infoHash}", HttpMethod.GET, get("swarms/" + "0".repeat(40)));
        described("swarms/{infoHash}", HttpMethod.GET, get("swarms/short"));
        described("jobs", HttpMethod.GET, get("jobs"));
        described("jobs", HttpMethod.GET, get("jobs?limit=1"));
        described("jobs", HttpMethod.GET, get("jobs?limit=-1"));
        described("jobs/{id}", HttpMethod.GET, get("jobs/job-0"));
        described("jobs/{id}", HttpMethod.GET, get("jobs/no-such"));
        described("warm", HttpMethod.POST, ask(HttpMethod.POST, "warm?glob=images/**"));
        described("warm", HttpMethod.POST, ask(HttpMethod.POST, "warm"));
        described("warm", HttpMethod.POST, ask(HttpMethod.POST, "warm?glob=x", "sec-fetch-site", "cross-site"));
        described("warm", HttpMethod.POST, ask(HttpMethod.POST, "warm?glob=too/much"));
        described("status", HttpMethod.GET, get("status"));
        server.notReady("The file source cannot be read.");
        described("status", HttpMethod.GET, get("status"));
        described("openapi.json", HttpMethod.GET, get("openapi.json"));

        Set<String> operations = new TreeSet<>();
        route.operations().forEach(operation -> operations.add(operation.method() + " " + operation.template()));
        assertThat(answered).isEqualTo(operations);
        Set<String> inDescription = new HashSet<>();
        Json.object(Json.at(description, "paths"))
                .forEach((path, methods) -> Json.object(methods)
                        .keySet()
                        .forEach(method ->
                                inDescription.add(method.toUpperCase(Locale.ROOT) + " " + path.substring(1))));
        assertThat(inDescription).isEqualTo(operations);
    }

    @Test
    void checkFindsWhatIsNotAsDescribed() {
        Object file = Json.at(description, "components", "schemas", "File");

        assertThat(SchemaCheck.problems(description, file, Json.parse("""
                        {"name": 1, "path": "a", "type": "pipe", "modified": "yesterday", "size": -1, "owner": "me",
                         "links": {"torrent": "torrent/a"}}"""))).hasSize(7);
    }

    @Test
    void listsADirectoryInParts() {
        assertThat(all("files?limit=2", "files", "name")).containsExactly("empty", "images");
        assertThat(Json.at(get("files?limit=2").json(), "next")).isEqualTo("images");
        assertThat(all("files?limit=2&after=images", "files", "name")).containsExactly("secret", "top");
        assertThat(Json.object(get("files?limit=2&after=images").json())).doesNotContainKey("next");
        assertThat(all("files?path=images", "files", "path"))
                .containsExactly("images/a.iso", "images/b\u202e\n\u001b.iso");
    }

    @Test
    void namesTheInfoHashOfWhatHasATorrentAlready() {
        assertThat(all("files?path=images", "files", "infoHash"))
                .containsExactlyElementsOf(Arrays.asList(image.toString(), null));
    }

    @Test
    void findsByWordsInThePath() {
        assertThat(all("files?search=ISO%20images", "files", "path")).hasSize(2);
        assertThat(all("files?search=iso&limit=1", "files", "path")).containsExactly("images/a.iso");
        assertThat(all("files?search=iso&limit=1&after=images/a.iso", "files", "path"))
                .hasSize(1);
        assertThat(all("files?search=nowhere", "files", "path")).isEmpty();
    }

    @Test
    void refusesPathsThatLeaveTheDirectory() {
        for (String path :
                List.of("..", "images/..", "images//a", "/images", "images%00", "im\\ages", "images/a.iso")) {
            assertThat(get("files?path=" + path).status()).as(path).isEqualTo(404);
        }
        assertThat(get("files?path=images/").status()).isEqualTo(200);
    }

    @Test
    void hidesWhatTheAskerMayNotSee() {
        viewer = names -> !names.contains("secret");

        assertThat(all("files", "files", "name")).containsExactly("empty", "images", "top");
        assertThat(get("files?path=secret").json())
                .isEqualTo(get("files?path=secrets").json());
        assertThat(all("files?search=plan", "files", "path")).isEmpty();
        assertThat(all("torrents", "torrents", "infoHash")).containsExactly(image.toString());
        assertThat(get("torrents/" + secret).status()).isEqualTo(404);
        assertThat(all("swarms", "swarms", "infoHash")).containsExactly(image.toString());
        assertThat(Json.at(get("swarms").json(), "total", "swarms")).hasToString("1");
        assertThat(get("swarms/" + secret).status()).isEqualTo(404);
        assertThat(all("jobs", "jobs", "path")).containsExactly("top");
        assertThat(get("jobs/job-1").status()).isEqualTo(404);
    }

    @Test
    void tellsWhichPartOfASwarmCameFromHere() {
        Map<String, Object> figures = Json.object(Json.at(get("swarms/" + image).json(), "figures"));

        double share = Double.parseDouble(figures.get("serverBytes").toString())
                / Double.parseDouble(figures.get("swarmBytes").toString());
        assertThat(Double.parseDouble(figures.get("serverShare").toString())).isEqualTo(share);
        assertThat(new SwarmFigures(1, 0, 0, 0, 0, 0, 9).serverShare()).isEmpty();
        assertThat(new SwarmFigures(1, 1, 1, 0, 50, 20, 40).serverShare()).hasValue(1);
    }

    @Test
    void tellsHowOftenTheContentWasSent() {
        Map<String, Object> swarm = Json.object(get("swarms/" + image).json());

        double copies =
                Double.parseDouble(Json.at(swarm, "figures", "serverBytes").toString())
                        / Double.parseDouble(swarm.get("size").toString());
        assertThat(Double.parseDouble(Json.at(swarm, "figures", "copies").toString()))
                .isEqualTo(copies);
        SwarmFigures some = new SwarmFigures(1, 1, 1, 0, 50, 20, 40);
        assertThat(some.copies()).hasValue(1.25);
        assertThat(some.plus(new SwarmFigures(1, 1, 1, 0, 10, 20, 20)).copies()).hasValue(1);
        assertThat(SwarmFigures.NONE.copies()).isEmpty();
    }

    @Test
    void warmsWhatItIsTold() {
        assertThat(ask(HttpMethod.POST, "warm?glob=images/**").status()).isEqualTo(202);

        assertThat(server.warmed()).containsExactly("images/**");
        assertThat(Json.at(ask(HttpMethod.POST, "warm?glob=%5B").json(), "detail"))
                .isEqualTo("In [ a bracket is not closed.");
    }

    @Test
    void doesNothingForAPageOfAnotherSite() {
        assertThat(ask(HttpMethod.POST, "warm?glob=x", "sec-fetch-site", "same-site")
                        .status())
                .isEqualTo(403);
        assertThat(server.warmed()).isEmpty();
        assertThat(ask(HttpMethod.POST, "warm?glob=x", "sec-fetch-site", "same-origin")
                        .status())
                .isEqualTo(202);
    }

    /** Over plain HTTP browsers send no Sec-Fetch-Site. */
    @Test
    void doesNothingForAPageOfAnotherOrigin() {
        for (String origin : List.of(
                "http://elsewhere:8080",
                "http://files.example",
                "http://files.example:80800",
                "http://x.files.example:8080",
                "null",
                "files.example:8080",
                "")) {
            assertThat(ask(HttpMethod.POST, "warm?glob=x", "host", "files.example:8080", "origin", origin)
                            .status())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(ask(HttpMethod.POST, "warm?glob=x", "origin", "http://files.example")
                        .status())
                .isEqualTo(403);
        assertThat(server.warmed()).isEmpty();
        assertThat(ask(
                                HttpMethod.POST,
                                "warm?glob=x",
                                "host",
                                "files.example:8080",
                                "origin",
                                "http://Files.example:8080")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void refusesOtherMethodsAndPaths() {
        Answered answer = get("warm?glob=x");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers().get("allow")).isEqualTo("POST");
        assertThat(ask(HttpMethod.POST, "files").headers().get("allow")).isEqualTo("GET, HEAD");
        assertThat(get("no/such/thing").status()).isEqualTo(404);
        assertThat(ask(HttpMethod.HEAD, "files").status()).isEqualTo(200);
        assertThat(get("files?limit=1&limit=2").status()).isEqualTo(400);
    }

    @Test
    void countsWhatThoseHoldWhoAreStillLoading() {
        ListedTorrent torrent = new ListedTorrent(image, "a", List.of(List.of("a")), 250, 100, 3);
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

        assertThat(ServedSwarms.held(
                        List.of(
                                new PeerStatus(anywhere, "", 1, 0, 0, false, true, false),
                                new PeerStatus(anywhere, "", 3, 0, 0, false, true, false),
                                new PeerStatus(anywhere, "", 3, 0, 0, false, false, true)),
                        torrent))
                .isEqualTo(100 + 250);
    }
}
