/**
 * What the server knows, as JSON below {@code /api/v1}: {@link torrentkit.app.server.api.ApiRoute} answers, {@code openapi.json}
 * describes. The interfaces here are what it asks, and the web page asks the same; they are called on look-up threads, where they
 * may touch the file system, and answer each asker as if what that asker may not see did not exist.
 */
package torrentkit.app.server.api;
