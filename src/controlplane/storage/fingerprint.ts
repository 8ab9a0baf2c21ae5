/**
 * Which schema this release writes. Stored bytes that carry this number are served as they are; others (an older release's, another server's)
 * are decoded, defaulted and encoded anew when they are read.
 *
 * Raise it whenever the encoding of any stored kind changes: a field, its place, a default, the way a value is written.
 */
export const SCHEMA_FINGERPRINT = 2;
