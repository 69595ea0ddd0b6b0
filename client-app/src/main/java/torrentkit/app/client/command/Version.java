package torrentkit.app.client.command;

import picocli.CommandLine.IVersionProvider;

/** The program's name and version, for {@code --version} and for picocli. */
public final class Version implements IVersionProvider {
    /** The version that the build wrote into the jar; classes outside of a jar have none. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "client-app " + (version == null ? "(unpackaged build)" : version);
    }

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }
}
