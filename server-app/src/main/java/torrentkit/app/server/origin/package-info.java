/**
 * Files over HTTP as they lie on the disk: {@link torrentkit.app.server.origin.FileRoute}. Files are opened and read on threads that
 * may block; event loops only send.
 */
package torrentkit.app.server.origin;
