/**
 * Web seeds (BEP 19): servers of plain HTTP that have the content, each a source beside the peers, which takes pieces from the same
 * queue and hands them on in the same way. Entry type: {@link torrentkit.downloader.web.WebSeeds}. A web seed and its connections live
 * on one event loop; what others may ask of it is said to be for any thread. Nothing of this room is loaded by a download that uses none.
 */
package torrentkit.downloader.web;
