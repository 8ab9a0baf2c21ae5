/**
 * How a field of a header block begins (RFC 7541 section 6): the bits of the first byte that tell its kind, and beside them the room for a number;
 * a number that fills all of it goes on in the bytes that follow (5.1).
 */
/** A reference to a field of the tables. */
export const INDEXED = 0x80;
export const INDEXED_ROOM = 0x7f;
/** A literal that both ends put into their dynamic table. */
export const LITERAL_TO_INDEX = 0x40;
export const LITERAL_TO_INDEX_ROOM = 0x3f;
/** Not a field: the new maximum of the dynamic table. */
export const SIZE_UPDATE = 0x20;
export const SIZE_UPDATE_ROOM = 0x1f;
/** A literal that no one on the way may index either. */
export const LITERAL_NEVER_INDEXED = 0x10;
/** A literal that leaves the table alone. */
export const LITERAL = 0x00;
export const LITERAL_ROOM = 0x0f;
/** The length of a string, which is Huffman coded if the flag is set (5.2). */
export const HUFFMAN = 0x80;
export const STRING_ROOM = 0x7f;
