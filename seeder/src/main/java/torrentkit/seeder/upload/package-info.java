/**
 * The upload half of a peer connection: {@link torrentkit.seeder.upload.UploadHalf}, used by the seeder and by downloads as it is, and
 * the choking policy. Halves belong to their connection's event loop, {@link torrentkit.seeder.upload.UploadSlots} is shared.
 */
package torrentkit.seeder.upload;
