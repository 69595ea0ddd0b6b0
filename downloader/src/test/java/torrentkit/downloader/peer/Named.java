package torrentkit.downloader.peer;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A contributor that remembers what it is told. */
final class Named implements Contributor {
    private final String name;
    private final List<String> told = new ArrayList<>();
    long nanosToAnswer;

    Named(String name) {
        this.name = name;
    }

    List<String> told() {
        return told;
    }

    @Override
    public InetSocketAddress remote() {
        return InetSocketAddress.createUnresolved(name, 1);
    }

    @Override
    public long nanosToAnswer() {
        return nanosToAnswer;
    }

    @Override
    public void unneeded(PieceAssembly piece, int number) {
        told.add("block " + number + " is not needed");
    }

    @Override
    public void unneeded(PieceAssembly piece) {
        told.add("piece " + piece.index() + " is not needed");
    }

    @Override
    public void suspected() {
        told.add("suspected");
    }

    @Override
    public void trusted() {
        told.add("trusted");
    }

    @Override
    public void poisoned(int index) {
        told.add("poisoned " + index);
    }

    @Override
    public String toString() {
        return name;
    }
}
