package torrentkit.wire.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import torrentkit.testing.Frames;
import torrentkit.wire.PeerMessage;
import torrentkit.wire.ProtocolException;

/** A codec in an embedded channel whose every buffer comes from an allocator that can tell what is left. */
final class WireChannel implements AutoCloseable {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    WireChannel(ChannelHandler codec) {
        channel.config().setAllocator(allocator);
        channel.pipeline().addLast(codec);
    }

    EmbeddedChannel embedded() {
        return channel;
    }

    /** One read. */
    void receive(byte... bytes) {
        channel.writeInbound(allocator.directBuffer(Math.max(1, bytes.length)).writeBytes(bytes));
    }

    /** Reads that end at these places. */
    void receive(byte[] bytes, List<Integer> cuts) {
        int from = 0;
        for (int cut :
                cuts.stream().map(cut -> cut % (bytes.length + 1)).sorted().toList()) {
            receive(Arrays.copyOfRange(bytes, from, cut));
            from = cut;
        }
        receive(Arrays.copyOfRange(bytes, from, bytes.length));
    }

    /** What came out so far, each in the form of its bytes; a message's buffer is released. */
    <T> List<byte[]> received(Class<T> type, Function<T, byte[]> form) {
        List<byte[]> all = new ArrayList<>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            try {
                all.add(form.apply(type.cast(message)));
            } finally {
                ReferenceCountUtil.release(message);
            }
        }
        return all;
    }

    /** Messages that came out so far, as bytes after each other. */
    byte[] receivedMessages() {
        return Frames.join(received(PeerMessage.class, Frames::of).toArray(byte[][]::new));
    }

    /** What went out so far. */
    byte[] sent() {
        List<byte[]> all = new ArrayList<>();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            all.add(ByteBufUtil.getBytes(bytes));
            bytes.release();
        }
        return Frames.join(all.toArray(byte[][]::new));
    }

    /** The violation that these bytes lead to, or null. */
    ProtocolException.Violation violation(byte... bytes) {
        try {
            receive(bytes);
            return null;
        } catch (ProtocolException e) {
            return e.violation();
        }
    }

    /** Bytes of buffers that nobody has released. */
    long heldBytes() {
        return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        if (heldBytes() != 0) {
            throw new AssertionError(heldBytes() + " bytes of buffers were not released");
        }
    }
}
