import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompressionError, HeaderDecoder } from './decoder.ts';

const NO_LIMIT = 1 << 20;

function decoder(): HeaderDecoder {
  return new HeaderDecoder({ maxTableBytes: 4096 });
}

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
}

/** `name: value` lines of a block. */
function linesOf(reader: HeaderDecoder, block: string): string[] {
  const { headers } = reader.decode(hex(block), NO_LIMIT);
  return headers.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${headers[i + 1]}`] : []));
}

const REQUESTS = [
  [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com'],
  [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com', 'cache-control: no-cache'],
  [':method: GET', ':scheme: https', ':path: /index.html', ':authority: www.example.com', 'custom-key: custom-value'],
];
const [REDIRECT_FIELDS, COOKIE] = [
  ['cache-control: private', 'date: Mon, 21 Oct 2013 20:13:21 GMT', 'location: https://www.example.com'],
  'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1',
];
const RESPONSES = [
  [':status: 302', ...REDIRECT_FIELDS],
  [':status: 307', ...REDIRECT_FIELDS],
  [
    ...[':status: 200', 'cache-control: private', 'date: Mon, 21 Oct 2013 20:13:22 GMT', 'location: https://www.example.com'],
    ...['content-encoding: gzip', COOKIE],
  ],
];
/** The responses of the RFC's examples are read with a table of 256 bytes. */
const TABLE_OF_256 = '3fe101';

test('the single fields of RFC 7541 C.2 are read', () => {
  assert.deepEqual(linesOf(decoder(), '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572'), ['custom-key: custom-header']);
  assert.deepEqual(linesOf(decoder(), '040c 2f73 616d 706c 652f 7061 7468'), [':path: /sample/path']);
  assert.deepEqual(linesOf(decoder(), '1008 7061 7373 776f 7264 0673 6563 7265 74'), ['password: secret']);
  assert.deepEqual(linesOf(decoder(), '82'), [':method: GET']);
});

test('the requests of RFC 7541 C.3, without Huffman coding, are read one after the other', () => {
  const reader = decoder();
  assert.deepEqual(linesOf(reader, '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d'), REQUESTS[0]);
  assert.deepEqual(linesOf(reader, '8286 84be 5808 6e6f 2d63 6163 6865'), REQUESTS[1]);
  assert.deepEqual(linesOf(reader, '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65'), REQUESTS[2]);
});

test('the requests of RFC 7541 C.4, with Huffman coding, are read one after the other', () => {
  const reader = decoder();
  assert.deepEqual(linesOf(reader, '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff'), REQUESTS[0]);
  assert.deepEqual(linesOf(reader, '8286 84be 5886 a8eb 1064 9cbf'), REQUESTS[1]);
  assert.deepEqual(linesOf(reader, '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf'), REQUESTS[2]);
});

test('the responses of RFC 7541 C.5, which push fields out of the table, are read', () => {
  const reader = decoder();
  const first = `4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32
    3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d`;
  const third = `88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d
    4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31`;
  assert.deepEqual(linesOf(reader, `${TABLE_OF_256}${first}`), RESPONSES[0]);
  assert.deepEqual(linesOf(reader, '4803 3330 37c1 c0bf'), RESPONSES[1]);
  assert.deepEqual(linesOf(reader, third), RESPONSES[2]);
  // Three fields are left of the six that went in.
  assert.deepEqual(linesOf(reader, 'bebfc0'), [COOKIE, 'content-encoding: gzip', 'date: Mon, 21 Oct 2013 20:13:22 GMT']);
  assert.throws(() => reader.decode(hex('c1'), NO_LIMIT), CompressionError);
});

test('the responses of RFC 7541 C.6, Huffman coded and with a small table, are read', () => {
  const reader = decoder();
  const first = `4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718
    63c7 8f0b 97c8 e9ae 82ae 43d3`;
  const third = `88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf
    cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07`;
  assert.deepEqual(linesOf(reader, `${TABLE_OF_256}${first}`), RESPONSES[0]);
  assert.deepEqual(linesOf(reader, '4883 640e ffc1 c0bf'), RESPONSES[1]);
  assert.deepEqual(linesOf(reader, third), RESPONSES[2]);
});

test('bytes of a value become one char each, whatever they are', () => {
  const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const block = Buffer.concat([hex('0001 61 7f8101'), every]);
  assert.deepEqual(decoder().decode(block, NO_LIMIT).headers, ['a', every.toString('latin1')]);
});

test('a block may be any view of bytes, not only a Buffer', () => {
  const bytes = new Uint8Array([0xff, 0x82, 0x84, 0xff]).subarray(1, 3);
  assert.deepEqual(decoder().decode(bytes, NO_LIMIT).headers, [':method', 'GET', ':path', '/']);
});

const MALFORMED: readonly (readonly [why: string, block: string])[] = [
  ['a reference to nothing', '80'],
  ['a reference beyond the static table while the dynamic one is empty', 'be'],
  ['a name beyond the table', '7f00 0161'],
  ['a reference far beyond the table', 'ffffffff7f'],
  ['an integer that does not end', 'ff8080808080808080808080808000'],
  ['an integer past 2^32', '7fffffffffffffffff7f'],
  ['a field cut off after its kind', '40'],
  ['a name cut off', '400361'],
  ['a value that is missing', '400161'],
  ['a value cut off', '0001610562'],
  ['a value as long as can be said, of which nothing came', '0001617fffffff7f'],
  ['a length cut off', '0001617fff'],
  ['a Huffman string whose padding is longer than seven bits', '00016182 1fff'],
  ['a Huffman string of nothing but padding', '00016181 ff'],
  ['a Huffman string whose padding has zeros', '00016181 18'],
  ['a Huffman string with an end-of-string symbol', '00016184 ffffffff'],
  ['a Huffman string with an end-of-string symbol behind a letter', '00016185 1fffffffff'],
  ['a Huffman string cut off within a long code', '00016182 fffe'],
  ['a table size update after a field', '8220'],
  ['a table size update at the end of a block', '822020'],
  ['a third table size update', '20203f00'],
  ['a table larger than the settings allow', '3fe21f'],
];

for (const [why, block] of MALFORMED) {
  test(`${why} ends the connection`, () => assert.throws(() => decoder().decode(hex(block), NO_LIMIT), CompressionError));
}

test('a table as large as the settings allow may be asked for, and one made smaller and larger at once', () => {
  assert.deepEqual(linesOf(decoder(), '3fe11f82'), [':method: GET']);
  assert.deepEqual(linesOf(decoder(), '203fe11f82'), [':method: GET']);
});

test('a table made smaller forgets what has no room, and only that', () => {
  const reader = decoder();
  reader.decode(hex('4001610162 4001630164'), NO_LIMIT);
  // 34 bytes: room for one field.
  assert.deepEqual(linesOf(reader, '3f03be'), ['c: d']);
  assert.throws(() => reader.decode(hex('bf'), NO_LIMIT), CompressionError);
});

test('a field larger than the table empties it and is an ordinary field of its request', () => {
  const reader = decoder();
  reader.decode(hex('4001610162'), NO_LIMIT);
  const large = Buffer.concat([hex('4001617fa11f'), Buffer.alloc(4128, 'x')]);
  assert.equal(reader.decode(large, NO_LIMIT).headers[1], 'x'.repeat(4128));
  assert.throws(() => reader.decode(hex('be'), NO_LIMIT), CompressionError);
});

test('a name whose field is pushed out by its own new value still counts', () => {
  const reader = decoder();
  assert.deepEqual(linesOf(reader, '3f05 40036162630164'), ['abc: d']);
  assert.deepEqual(linesOf(reader, '7e0165'), ['abc: e']);
  assert.deepEqual(linesOf(reader, 'be'), ['abc: e']);
});

test('the table holds as many small fields as its bytes allow', () => {
  const reader = decoder();
  // 33 bytes each: 124 fit into 4096.
  for (let i = 0; i < 300; i++) reader.decode(Buffer.from([0x40, 0x01, i & 0xff, 0x00]), NO_LIMIT);
  const { headers } = reader.decode(Buffer.from(Array.from({ length: 64 }, (_, i) => 0xbe + i)), NO_LIMIT);
  assert.equal(headers[0], String.fromCharCode(299 & 0xff));
  assert.equal(headers[126], String.fromCharCode(236 & 0xff));
  assert.equal(reader.decode(hex('ff3a'), NO_LIMIT).headers[0], String.fromCharCode(176));
  assert.throws(() => reader.decode(hex('ff3b'), NO_LIMIT), CompressionError);
});

test('a list is too large when names, values and 32 bytes a field pass the limit', () => {
  // `:method: GET` is 7 + 3 + 32.
  assert.deepEqual(decoder().decode(hex('8282'), 84), { headers: [':method', 'GET', ':method', 'GET'], tooLarge: false });
  assert.deepEqual(decoder().decode(hex('8282'), 83), { headers: [':method', 'GET'], tooLarge: true });
});

test('small references to a large field do not cost more than the limit', () => {
  const reader = decoder();
  const bomb = Buffer.concat([hex('4001617fa01e'), Buffer.alloc(3999, 'x'), Buffer.alloc(60_000, 0xbe)]);
  const { headers, tooLarge } = reader.decode(bomb, 65_536);
  assert.equal(tooLarge, true);
  assert.equal(headers.length / 2, Math.floor(65_536 / 4032));
});

test('fields past the limit still go into the table, and errors among them still count', () => {
  const reader = decoder();
  assert.deepEqual(reader.decode(hex('82 4001610162'), 1), { headers: [], tooLarge: true });
  assert.deepEqual(linesOf(reader, 'be'), ['a: b']);
  assert.throws(() => reader.decode(hex('8280'), 1), CompressionError);
});
