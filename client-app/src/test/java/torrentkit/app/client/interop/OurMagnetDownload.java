package torrentkit.app.client.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import torrentkit.downloader.Download;
import torrentkit.downloader.DownloadRequest;
import torrentkit.downloader.Downloader;
import torrentkit.downloader.DownloaderConfig;
import torrentkit.downloader.MetadataRequest;
import torrentkit.metainfo.MagnetLink;
import torrentkit.metainfo.Metainfo;

/** A program that downloads by magnet link with our library, for tests whose network the test's own JVM is not a part of. */
final class OurMagnetDownload {
    private OurMagnetDownload() {}

    /** Starts it in the lab. Its end is a success when the content has arrived in the directory under its own name. */
    static Running start(Lab lab, String magnet, Path into, String... options) throws IOException {
        List<Object> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OurMagnetDownload.class.getName(),
                magnet,
                into));
        command.addAll(Arrays.asList(options));
        return lab.start(command);
    }

    /** Arguments: the link, the directory, and any of {@code lsd}, {@code no-pex}, {@code stay}. */
    public static void main(String[] arguments) throws Exception {
        MagnetLink magnet = MagnetLink.parse(arguments[0]);
        Path into = Path.of(arguments[1]);
        Set<String> options = Set.copyOf(Arrays.asList(arguments).subList(2, arguments.length));
        DownloaderConfig config = DownloaderConfig.defaults()
                .withPex(!options.contains("no-pex"))
                .withLocalDiscovery(options.contains("lsd"));
        try (Downloader downloader = Downloader.open(config)) {
            List<InetSocketAddress> peers =
                    magnet.peers().stream().map(OurMagnetDownload::address).toList();
            Metainfo metainfo = downloader
                    .fetchMetainfo(MetadataRequest.of(magnet.infoHash())
                            .withTrackers(magnet.tiers())
                            .withWebSeeds(magnet.webSeeds())
                            .withPeers(peers))
                    .get();
            System.out.println("metadata of " + metainfo.name());
            Download download = downloader.start(
                    DownloadRequest.of(metainfo, into.resolve(metainfo.name())).withSeedAfterwards(true));
            download.outcome().get();
            System.out.println("complete");
            if (options.contains("stay")) {
                Thread.currentThread().join();
            }
        } catch (ExecutionException e) {
            System.out.println(e.getCause());
            System.exit(1);
        }
    }

    private static InetSocketAddress address(String written) {
        int colon = written.lastIndexOf(':');
        return new InetSocketAddress(written.substring(0, colon), Integer.parseInt(written.substring(colon + 1)));
    }
}
