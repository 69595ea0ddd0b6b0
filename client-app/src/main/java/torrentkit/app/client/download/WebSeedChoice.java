package torrentkit.app.client.download;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import torrentkit.downloader.WebSeedPolicy;

/** Reads the value of {@code --web-seed}. Lower case, as options are. */
final class WebSeedChoice implements ITypeConverter<WebSeedPolicy> {
    @Override
    public WebSeedPolicy convert(String text) {
        for (WebSeedPolicy policy : WebSeedPolicy.values()) {
            if (policy.name().equals(text.toUpperCase(Locale.ROOT))) {
                return policy;
            }
        }
        throw new TypeConversionException("expected auto, last, only or never, found '" + text + "'");
    }
}
