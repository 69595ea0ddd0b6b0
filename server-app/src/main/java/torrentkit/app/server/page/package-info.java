/**
 * The web page: {@link torrentkit.app.server.page.PageRoute} renders it on look-up threads, whole and usable without any script;
 * {@link torrentkit.app.server.page.AssetsRoute} has its style sheet and the script that keeps it fresh. Whatever comes from outside
 * is written by {@code Html} as text or as the value of an attribute, never as markup.
 */
package torrentkit.app.server.page;
