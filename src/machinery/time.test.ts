import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration, formatMicroTime, formatTime, parseDuration, parseMicroTime, parseTime, timeToMillis } from './time.ts';

test('times are read as Go reads RFC 3339, and written in UTC to the second', () => {
  const said = {
    '2024-02-29T00:00:00+02:00': '2024-02-28T22:00:00Z',
    '2024-01-01T00:00:00.999Z': '2024-01-01T00:00:00Z',
    '2024-01-01T1:02:03Z': '2024-01-01T01:02:03Z',
    '9999-12-31T23:59:59-01:00': '10000-01-01T00:59:59Z',
  };
  for (const [text, expected] of Object.entries(said)) assert.equal(parseTime(text), expected);
  assert.equal(parseTime('0001-01-01T00:00:00Z'), undefined);
});

test("what is no time is refused in Go's words", () => {
  const layout = '"2006-01-02T15:04:05Z07:00"';
  const said = {
    yesterday: `parsing time "yesterday" as ${layout}: cannot parse "yesterday" as "2006"`,
    '2024-01-01': `parsing time "2024-01-01" as ${layout}: cannot parse "" as "T"`,
    '2023-02-29T00:00:00Z': 'parsing time "2023-02-29T00:00:00Z": day out of range',
    '2024-13-01T00:00:00Z': 'parsing time "2024-13-01T00:00:00Z": month out of range',
    '2024-01-01T00:00:00Zx': 'parsing time "2024-01-01T00:00:00Zx": extra text: "x"',
  };
  for (const [text, message] of Object.entries(said)) assert.throws(() => parseTime(text), { message });
});

test('a MicroTime has exactly six digits behind the point', () => {
  assert.equal(parseMicroTime('2024-01-01T00:00:00.123456+01:00'), '2023-12-31T23:00:00.123456Z');
  assert.throws(() => parseMicroTime('2024-01-01T00:00:00.5Z'), { message: /cannot parse "\.5Z" as "\.000000"$/ });
});

test('an offset may lead out of the years that have four digits', () => {
  for (const [sent, shown, next] of [
    ['9999-12-31T23:59:59-14:00', '10000-01-01T13:59:59Z', '10000-01-01T14:00:00Z'],
    ['0000-01-01T00:00:00+14:00', '-0001-12-31T10:00:00Z', '-0001-12-31T10:00:01Z'],
  ] as const) {
    assert.equal(parseTime(sent), shown);
    assert.equal(formatTime(timeToMillis(shown) + 1000), next);
  }
  assert.ok(Number.isNaN(timeToMillis('')) && Number.isNaN(timeToMillis('yesterday')));
});

test('times are made from milliseconds', () => {
  assert.equal(formatTime(1714557600999), '2024-05-01T10:00:00Z');
  assert.equal(formatMicroTime(1714557600042), '2024-05-01T10:00:00.042000Z');
  assert.equal(formatTime(-1), '1969-12-31T23:59:59Z');
});

test('durations are read and written as Go does', () => {
  const said = {
    '1h': '1h0m0s',
    '90s': '1m30s',
    '1.5h': '1h30m0s',
    '300ms': '300ms',
    '1us': '1µs',
    '-5m': '-5m0s',
    '0': '0s',
    '1.000000001s': '1.000000001s',
  };
  for (const [text, expected] of Object.entries(said)) assert.equal(formatDuration(parseDuration(text)), expected);
  assert.throws(() => parseDuration('5'), { message: 'time: missing unit in duration "5"' });
  assert.throws(() => parseDuration('5x'), { message: 'time: unknown unit "x" in duration "5x"' });
  assert.throws(() => parseDuration(''), { message: 'time: invalid duration ""' });
});
