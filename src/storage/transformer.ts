/**
 * What stands between the codec and the store: encryption at rest is a transformer. Without one, what is encoded is what is stored.
 *
 * The key in the store goes along, so that a transformer can bind bytes to their place. Transformers answer at once: whatever needs a remote party
 * must have been fetched before.
 */
export interface Transformer {
  toStorage(bytes: Uint8Array, key: string): Uint8Array;
  /** @throws {Error} when the bytes cannot be transformed back; the message is shown to whoever asked for the object */
  fromStorage(bytes: Uint8Array, key: string): FromStorage;
}

export interface FromStorage {
  readonly bytes: Uint8Array;
  /** The stored form is an old one: the next write goes through even when it changes nothing. */
  readonly stale: boolean;
}

/** Stores what it is given. */
export const identity: Transformer = {
  toStorage: (bytes) => bytes,
  fromStorage: (bytes) => ({ bytes, stale: false }),
};
