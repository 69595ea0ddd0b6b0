package torrentkit.app.server.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Very many paths in code point order. Each is stored as how many bytes it has in common with the one before and the bytes that
 * differ, in blocks that begin with a whole path: some 20 to 30 bytes a path in a usual tree, so a million need about 30 MiB.
 * Immutable.
 */
final class PathList {
    static final PathList EMPTY = new PathList(new byte[0][], 0, 0);

    private static final int PATHS_A_BLOCK = 64;

    private final byte[][] blocks;
    private final int size;
    private final long bytes;

    private PathList(byte[][] blocks, int size, long bytes) {
        this.blocks = blocks;
        this.size = size;
        this.bytes = bytes;
    }

    int size() {
        return size;
    }

    /** Bytes of memory, about. */
    long bytes() {
        return bytes;
    }

    boolean contains(String path) {
        Iterator<String> found = from(path);
        return found.hasNext() && found.next().equals(path);
    }

    /** The paths from this one on, or from where it would be. */
    Iterator<String> from(String path) {
        int low = 0;
        int high = blocks.length - 1; // the last block whose first path is not after this one
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (CodePointOrder.OF_STRINGS.compare(new Reader(middle).next(), path) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Reader reader = new Reader(low);
        reader.skipBefore(path);
        return reader;
    }

    private final class Reader implements Iterator<String> {
        private int block;
        private int position;
        private byte[] path = new byte[0];
        private String skipped; // read too far, to be answered next

        Reader(int block) {
            this.block = block;
        }

        void skipBefore(String first) {
            while (hasNext()) {
                String next = next();
                if (CodePointOrder.OF_STRINGS.compare(next, first) >= 0) {
                    skipped = next;
                    return;
                }
            }
        }

        @Override
        public boolean hasNext() {
            return skipped != null || block < blocks.length;
        }

        @Override
        public String next() {
            if (skipped != null) {
                String next = skipped;
                skipped = null;
                return next;
            }
            if (block >= blocks.length) {
                throw new NoSuchElementException();
            }
            int common = readNumber();
            int rest = readNumber();
            path = Arrays.copyOf(path, common + rest);
            System.arraycopy(blocks[block], position, path, common, rest);
            position += rest;
            if (position == blocks[block].length) {
                block++;
                position = 0;
            }
            return new String(path, StandardCharsets.UTF_8);
        }

        private int readNumber() {
            int number = 0;
            for (int shift = 0; ; shift += 7) {
                byte b = blocks[block][position++];
                number |= (b & 0x7f) << shift;
                if (b >= 0) {
                    return number;
                }
            }
        }
    }

    /** Takes paths in their order, up to a bound. */
    static final class Builder {
        private static final int BLOCK_OVERHEAD = 24;

        private final long maxBytes;
        private byte[][] blocks = new byte[16][];
        private int blockCount;
        private byte[] block = new byte[4096];
        private int length;
        private int inBlock;
        private byte[] last = new byte[0];
        private int size;
        private long bytes;

        /** @param maxBytes of memory */
        Builder(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        /**
         * Adds a path that comes after all that were added.
         *
         * @return false if there is no room for it
         */
        boolean add(String path) {
            byte[] next = path.getBytes(StandardCharsets.UTF_8);
            if (bytes + length + next.length > maxBytes) {
                return false;
            }
            int common = inBlock == 0 ? 0 : common(last, next);
            int rest = next.length - common;
            if (length + rest + 10 > block.length) {
                block = Arrays.copyOf(block, 2 * block.length + rest);
            }
            writeNumber(common);
            writeNumber(rest);
            System.arraycopy(next, common, block, length, rest);
            length += rest;
            last = next;
            size++;
            if (++inBlock == PATHS_A_BLOCK) {
                endBlock();
            }
            return true;
        }

        private static int common(byte[] a, byte[] b) {
            int first = Arrays.mismatch(a, b);
            return first < 0 ? a.length : first;
        }

        private void writeNumber(int number) {
            int left = number;
            while (left > 0x7f) {
                block[length++] = (byte) (left | 0x80);
                left >>>= 7;
            }
            block[length++] = (byte) left;
        }

        private void endBlock() {
            if (blockCount == blocks.length) {
                blocks = Arrays.copyOf(blocks, 2 * blockCount);
            }
            blocks[blockCount++] = Arrays.copyOf(block, length);
            bytes += length + BLOCK_OVERHEAD;
            length = 0;
            inBlock = 0;
        }

        PathList build() {
            if (inBlock > 0) {
                endBlock();
            }
            return new PathList(Arrays.copyOf(blocks, blockCount), size, bytes);
        }
    }
}
