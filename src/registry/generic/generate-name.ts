/** Names that the server makes: metadata.generateName and a random suffix. */
import { randomInt } from 'node:crypto';

/** Without vowels and look-alikes, so that no words come out. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
/** The base is cut so that the whole name is a DNS label. */
const MAX_BASE_LENGTH = 63 - SUFFIX_LENGTH;

/** How often a creation is tried with another name before the client is told. */
export const MAX_NAME_ATTEMPTS = 8;

/** @param random a number from 0 up to, but not including, its argument */
export function generateName(base: string, random: (limit: number) => number = randomInt): string {
  let suffix = '';
  for (let i = 0; i < SUFFIX_LENGTH; i++) suffix += ALPHABET[random(ALPHABET.length)] as string;
  return cutBytes(base, MAX_BASE_LENGTH) + suffix;
}

/** Cuts after so many bytes, as upstream does, even inside a character: the name is then refused, as it is there. */
function cutBytes(text: string, length: number): string {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length <= length ? text : bytes.subarray(0, length).toString('utf8');
}
