package io.tidemark.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP listener: Netty reads whole requests, a virtual thread per request runs the handler, so
 * that a long poll such as sync blocks nobody.
 */
public final class HttpServer implements AutoCloseable {

  /** A definition's query is a few kilobytes; a megabyte is already a mistake. */
  public static final int BODY_BYTES_MAX = 1 << 20;

  /** Answers a request; may block. A {@link Router}'s {@code handle} is one. */
  @FunctionalInterface
  public interface Answerer {
    Response handle(String method, String uri, String body) throws Exception;
  }

  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final Channel channel;

  /**
   * Binds and serves.
   *
   * @throws IOException if the address cannot be bound, a port in use for instance
   */
  public HttpServer(InetSocketAddress address, Answerer router) throws IOException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel accepted) {
                    accepted
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(BODY_BYTES_MAX),
                            new Dispatch(router));
                  }
                });
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
      handlers.shutdownNow();
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    channel = bound.channel();
  }

  /** The bound port, for addresses that asked for any. */
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    handlers.shutdownNow();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private final class Dispatch extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Answerer router;

    Dispatch(Answerer router) {
      this.router = router;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      String method = request.method().name();
      String uri = request.uri();
      String body = request.content().toString(StandardCharsets.UTF_8);
      boolean keepAlive = HttpUtil.isKeepAlive(request);
      handlers.execute(() -> write(context, answer(method, uri, body), keepAlive));
    }

    private Response answer(String method, String uri, String body) {
      try {
        return router.handle(method, uri, body);
      } catch (Exception failure) {
        log.error("{} {} failed", method, uri, failure);
        return Response.problem(
            500,
            "TM-H500",
            "Internal error",
            "The request failed inside Tidemark: " + failure.getClass().getSimpleName(),
            "The service's log has the details; please report them.");
      }
    }

    private static void write(ChannelHandlerContext context, Response answer, boolean keepAlive) {
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.valueOf(answer.status()),
              Unpooled.wrappedBuffer(answer.body()));
      response
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
          .setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
      HttpUtil.setKeepAlive(response, keepAlive);
      context
          .writeAndFlush(response)
          .addListener(
              keepAlive ? ChannelFutureListener.CLOSE_ON_FAILURE : ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!(cause instanceof IOException || cause instanceof ReadTimeoutException)) {
        log.warn("An HTTP connection failed", cause);
      }
      context.close().addListener(ignored -> log.debug("An HTTP connection was closed"));
    }
  }
}
