/** CBOR after upstream's rules; bytes written by hand after RFC 8949. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../apis/core/v1/types.ts';
import { DecodeError } from '../interface.ts';
import { cborToJson } from './decode.ts';
import { cborListFrame, cborListItem, jsonFrameToCbor, jsonToCbor } from './encode.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const read = (text: string): string => cborToJson(bytes(text)).toString();

test('strings are byte strings, keys are sorted, the tag says that it is CBOR', () => {
  assert.equal(
    hex(jsonToCbor(Buffer.from('{"bb":1.5,"a":"x","c":[null,true,-1,4294967296]}'))),
    hex(bytes('d9d9f7 a3 4161 4178 4163 84f6f5201b0000000100000000 426262 f93e00')),
  );
});

test('integers keep their 64 bits', () => {
  assert.equal(hex(jsonToCbor(Buffer.from('[9223372036854775807,-9223372036854775808]'))), 'd9d9f7821b7fffffffffffffff3b7fffffffffffffff');
  assert.equal(read('82 1b7fffffffffffffff 3b7fffffffffffffff'), '[9223372036854775807,-9223372036854775808]');
});

const SECRET = Buffer.from('{"data":{"k":"AQI="}}');
const ENCODED_SECRET = 'a1 4464617461 a1 416b d6420102';

test('bytes expect base64', () => {
  assert.equal(hex(jsonToCbor(SECRET, Secret)), hex(bytes(`d9d9f7 ${ENCODED_SECRET}`)));
  assert.equal(read(ENCODED_SECRET), SECRET.toString());
});

test('a list is its frame around its items, however many there are', () => {
  const list = Buffer.from('{"kind":"L","apiVersion":"v1","metadata":{},"items":[]}');
  for (const count of [0, 1, 24, 300, 70_000]) {
    const { head, tail } = cborListFrame(list, count);
    const items = Array<Uint8Array>(count).fill(cborListItem(Buffer.from('7')));
    const read = JSON.parse(cborToJson(Buffer.concat([head, ...items, tail])).toString());
    assert.equal(read.items.length, count);
    assert.deepEqual({ ...read, items: [] }, JSON.parse(list.toString()));
  }
  const { head, tail } = cborListFrame(list, 1);
  const known = `d9d9f7 a4 446b696e64 414c 456974656d73 81 ${ENCODED_SECRET} 486d65746164617461 a0 4a61706956657273696f6e 427631`;
  assert.equal(hex(Buffer.concat([head, cborListItem(SECRET, Secret), tail])), hex(bytes(known)));
});

test('a frame of a watch holds the object with its own tag', () => {
  const frame = jsonFrameToCbor(Buffer.from('{"type":"ADDED","object":{"a":1}}\n'));
  assert.equal(hex(frame), hex(bytes('d9d9f7 a2 4474797065 454144444544 466f626a656374 d9d9f7 a1 4161 01')));
  assert.equal(cborToJson(frame).toString(), '{"object":{"a":1},"type":"ADDED"}');
});

test('text and byte strings are one, hostile keys are keys', () => {
  assert.equal(read('a2 6161 6178 495f5f70726f746f5f5f 4179'), '{"__proto__":"y","a":"x"}');
  assert.equal(read('9f 01 ff'), '[1]');
});

test('what JSON has no word for is refused, whatever its size', () => {
  for (const text of ['', 'f97e00', 'f97c00', 'f7', 'a10101', 'a2416101416102', 'a2616101416102', 'a1', '9b7fffffffffffffff', 'c001ff', '0000'])
    assert.throws(() => cborToJson(bytes(text)), DecodeError, text);
  assert.throws(() => cborToJson(Buffer.alloc(100_000, 0x81)), DecodeError);
  assert.throws(() => cborToJson(Buffer.concat([Buffer.alloc(65, 0x81), Buffer.of(1)])), { message: 'cbor: exceeded max nested level 64' });
});
