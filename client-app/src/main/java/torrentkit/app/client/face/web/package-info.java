/**
 * The run as a page in a browser: {@link torrentkit.app.client.face.web.WebFace}. The page is fed with JSON over a WebSocket, see
 * {@code PageJson}. What a listener does is called on the events' thread; the page's files are read on the server's.
 */
package torrentkit.app.client.face.web;
