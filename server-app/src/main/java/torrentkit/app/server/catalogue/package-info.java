/**
 * What there is to serve and what is served: {@link torrentkit.app.server.catalogue.Catalogue}. It examines files, so it is called
 * on {@link torrentkit.app.server.catalogue.LookupThreads}; hashing runs on storage threads.
 */
package torrentkit.app.server.catalogue;
