package torrentkit.app.server.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Part of a long list.
 *
 * @param next where the next part begins: to be given as {@code after}; empty at the end of the list
 */
public record Chunk<T>(List<T> items, Optional<String> next) {
    public Chunk {
        items = List.copyOf(items);
    }

    /**
     * The first of some items that are in the order of their cursors.
     *
     * @param items one more than the limit, if there are so many
     */
    public static <T> Chunk<T> of(List<T> items, int limit, Function<T, String> cursor) {
        if (items.size() <= limit) {
            return new Chunk<>(items, Optional.empty());
        }
        List<T> first = new ArrayList<>(items.subList(0, limit));
        return new Chunk<>(first, Optional.of(cursor.apply(first.get(limit - 1))));
    }
}
