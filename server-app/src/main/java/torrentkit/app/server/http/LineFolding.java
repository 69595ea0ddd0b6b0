package torrentkit.app.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Refuses header fields that go on in a second line, as RFC 9112, section 5.2 allows: two programs that read such a header
 * differently can be played off against each other. The codec would join the lines, and nobody could see it afterwards; so the space at
 * the start of the second line becomes something that no codec takes for a header. Sits before the codec; runs on the event loop.
 */
final class LineFolding extends ChannelInboundHandlerAdapter {
    private boolean firstLine = true; // of a request: nothing can go on there
    private boolean lineEmpty = true;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
                byte b = bytes.getByte(i);
                if (b == '\n') {
                    firstLine = lineEmpty; // an empty line ends the header
                    lineEmpty = true;
                } else if (b != '\r') {
                    if (lineEmpty && !firstLine && (b == ' ' || b == '\t')) {
                        bytes.setByte(i, ':');
                    }
                    lineEmpty = false;
                }
            }
        }
        context.fireChannelRead(message);
    }
}
