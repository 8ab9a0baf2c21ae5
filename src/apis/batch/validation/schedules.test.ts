import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scheduleProblem, timeZoneProblem } from './schedules.ts';

test('schedules that robfig/cron takes', () => {
  const good = [
    '* * * * *',
    '*/5 0-6/2 1,15 JAN-mar mon',
    '? ? ? ? ?',
    '0 0 * * 0',
    // Odd, but so it is: nothing between commas, and what follows a star's hyphen, is not looked at.
    ', , , , ,',
    '*-5 * * * *',
    '@hourly',
    '@every 1h30m',
    '@every -5m',
    'TZ=UTC 0 0 * * *',
    'CRON_TZ=Asia/Tokyo @daily',
  ];
  for (const schedule of good) assert.equal(scheduleProblem(schedule), undefined, schedule);
});

test('schedules that it does not take: the first error, in its words', () => {
  const bad: readonly (readonly [schedule: string, problem: string])[] = [
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['* * * * 7', 'end of range (7) above maximum (6): 7'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['-1 * * * *', 'failed to parse int from : strconv.Atoi: parsing "": invalid syntax'],
    [
      '99999999999999999999 * * * *',
      'failed to parse int from 99999999999999999999: strconv.Atoi: parsing "99999999999999999999": value out of range',
    ],
    ['@WEEKLY', 'unrecognized descriptor: @WEEKLY'],
    ['@every 1d', 'failed to parse duration @every 1d: time: unknown unit "d" in duration "1d"'],
    ['TZ=Nope * * * * *', 'provided bad location Nope: unknown time zone Nope'],
    // Upstream's parser crashes here.
    ['TZ=UTC', 'expected exactly 5 fields, found 0: []'],
  ];
  for (const [schedule, problem] of bad) assert.equal(scheduleProblem(schedule), problem, schedule);
});

test('time zones go by their exact names, links included', () => {
  for (const name of ['UTC', 'Local', 'Europe/Zurich', 'Asia/Calcutta', 'America/Argentina/Buenos_Aires', 'Etc/GMT+12', 'US/Pacific', 'EST5EDT'])
    assert.equal(timeZoneProblem(name), undefined, name);
  for (const name of ['utc', 'europe/zurich', 'Europe', 'Mars/Olympus', '__proto__', 'constructor'])
    assert.equal(timeZoneProblem(name), `unknown time zone ${name}`, name);
  for (const name of ['../etc/passwd', '/etc/passwd', 'a\\b']) assert.equal(timeZoneProblem(name), 'time: invalid location name', name);
});
