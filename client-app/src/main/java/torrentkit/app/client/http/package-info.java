/**
 * A small HTTP and WebSocket server for this machine's own programs and browsers: {@link torrentkit.app.client.http.LocalServer}. One
 * thread waits for connections; a second one, which starts with the first connection, drives all of them.
 */
package torrentkit.app.client.http;
