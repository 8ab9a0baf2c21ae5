import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodedRoom, decodeHuffman } from './huffman.ts';

/** The bytes 0 to 255 in turn, as another implementation codes them. */
const EVERY_BYTE = [
  '/8f//Y///+L///4////k///+X///5v///n///+j//+r////z///6f///q////9///+v///7P///t///+7///7////w////H///8v////v///z////T///9f///2////f',
  '///+P///5////r///+1P4/n/r/yr8f6/r+/n/f0suwAImWm3HXn7n3//IP+/8/9Q3b1/BhxY8mXNn0adWvZt3b+HHl+c/3/3//w/+f/kX/9HGSQss05unWimo9faxCb',
  'e/jz69//7/n/7/9////z//m//9L//n//6P//T//9T//1f//s//+t//9r//7f//3P//u///e///r//+////Z///b//6///4P//7v//w///i///H//+T//uf/+x//+X//',
  '2f//zf//n///v//9r//u//9P//t//+5//+j//9P//e///V//7v//vf//4f/9///3///1///s//8H//h//+D//xf//t//+H//93//7//+r//4v//j//+T//+H//y///N',
  '///H///g///4f/+v//j//8///8v//o///2f//8X///H///yf//97///v///8v//+P//+3//l//4///+b///wf//+H///n///8X//+X//k//8v///R///0////7///4/',
  '///J///5f/+z///P//t//83//0//+f//0f//z//+r//6///93//+////T///X///q///p///1///+b///s///7f///P///6P///T///6v///X////3///s///9v///u',
  '///9////w///7vw==',
].join('');

function decode(bytes: Uint8Array): Buffer | undefined {
  const target = Buffer.alloc(decodedRoom(bytes.length));
  const written = decodeHuffman(bytes, 0, bytes.length, target);
  return written < 0 ? undefined : target.subarray(0, written);
}

test('every byte has the code that the RFC gives it', () => {
  assert.deepEqual(decode(Buffer.from(EVERY_BYTE, 'base64')), Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
});

test('the shortest codes fill the room exactly, but for the byte written in passing', () => {
  assert.deepEqual(decode(Buffer.alloc(5)), Buffer.from('00000000'));
  assert.equal(decodedRoom(5), 9);
});

test('a string may stand anywhere in its block', () => {
  const target = Buffer.alloc(16);
  assert.equal(decodeHuffman(Buffer.from('aaf1e3c2e5f23a6ba0ab90f4ffaa', 'hex'), 1, 13, target), 15);
  assert.equal(target.toString('latin1', 0, 15), 'www.example.com');
});

test('up to seven ones may follow the last symbol, and nothing else', () => {
  // Eight symbols of five bits end with a byte; `&` has eight bits.
  assert.deepEqual(decode(Buffer.from([0x07])), Buffer.from('0'));
  assert.deepEqual(decode(Buffer.from([0xf8])), Buffer.from('&'));
  assert.equal(decode(Buffer.from([0xf8, 0xff])), undefined);
  assert.equal(decode(Buffer.from([0x06])), undefined);
  assert.deepEqual(decode(Buffer.alloc(0)), Buffer.alloc(0));
});
