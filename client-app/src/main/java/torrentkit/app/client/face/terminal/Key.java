package torrentkit.app.client.face.terminal;

/**
 * A key that was pressed.
 *
 * @param character for {@link Kind#CHARACTER}, else 0
 */
record Key(Kind kind, int character) {
    enum Kind {
        CHARACTER,
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        NEXT,
        PREVIOUS,
        ESCAPE,
        UNKNOWN
    }

    static Key of(Kind kind) {
        return new Key(kind, 0);
    }

    static Key of(int character) {
        return new Key(Kind.CHARACTER, character);
    }
}
