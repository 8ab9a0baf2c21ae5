/** How much of a request's warnings is told (KEP-1693): whoever finds them can stop looking when nobody would hear of more. */

/** Characters of all texts together from which on each text is cut, and behind which no more are told. */
export const MAX_WARNING_CHARACTERS = 4 * 1024;

/** So many different warnings go beyond the bound, however short they are. */
export const ENOUGH_WARNINGS = MAX_WARNING_CHARACTERS + 1;
