/** What tests of all modules share: small torrents with awkward shapes, content on disk, storage in memory and storage that fails. */
package torrentkit.testing;
