/**
 * HTTP: listening, connections, requests and answers, whatever they are about. {@link torrentkit.app.server.http.HttpFrontEnd}
 * listens; a {@link torrentkit.app.server.http.Route} makes the answers to the requests below a path. Event loops parse, dispatch
 * and write; they never touch a file system.
 */
package torrentkit.app.server.http;
