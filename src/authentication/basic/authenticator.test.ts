import assert from 'node:assert/strict';
import { test } from 'node:test';
import bcrypt from 'bcryptjs';
import { nextTurn } from '../../base/event-loop.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import { requestWith } from '../request.fixture.ts';
import { BasicAuthenticator } from './authenticator.ts';
import { parsePasswordFile } from './password-file.ts';

const FILE = `open sesame,ann,1,"dev,qa"\n${bcrypt.hashSync('s3cret:x', 4)},bob,2\n`;

async function ask(authenticator: BasicAuthenticator, header: string | undefined): Promise<string> {
  const found = await authenticator.authenticate(requestWith(header === undefined ? [] : ['authorization', header]));
  return found.kind === 'user' ? [found.user.name, ...found.user.groups].join(' ') : found.kind === 'failed' ? found.error.message : found.kind;
}

const basic = (name: string, password: string): string => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
const INVALID = 'invalid username/password combination';

test('plain passwords and bcrypt hashes, with groups, and never a word about which part was wrong', async () => {
  const authenticator = new BasicAuthenticator(parsePasswordFile(FILE, 'f'), new ManualClock());
  try {
    assert.equal(await ask(authenticator, basic('ann', 'open sesame')), 'ann dev qa');
    assert.equal(await ask(authenticator, basic('bob', 's3cret:x')), 'bob');
    assert.equal(await ask(authenticator, basic('bob', 's3cret:x')), 'bob', 'remembered');
    for (const [name, password] of [
      ['ann', 'x'],
      ['bob', 'x'],
      ['nobody', 'open sesame'],
      ['__proto__', 'x'],
      ['ann', ''],
      ['', ''],
    ])
      assert.equal(await ask(authenticator, basic(name ?? '', password ?? '')), INVALID);
    for (const header of [undefined, 'Bearer x', 'Basic', 'Basic !!!', `Basic ${Buffer.from('no-colon').toString('base64')}`])
      assert.equal(await ask(authenticator, header), 'unknown');
  } finally {
    await authenticator.close();
  }
});

test('guessing is bounded: the event loop goes on, and who comes when too many wait is refused', async () => {
  const authenticator = new BasicAuthenticator(parsePasswordFile(`${bcrypt.hashSync('right', 6)},bob,2\n`, 'f'), new ManualClock());
  try {
    const guesses = Array.from({ length: 100 }, (_, i) => ask(authenticator, basic('bob', `guess ${i}`)));
    let turns = 0;
    let waiting = true;
    const others = (async (): Promise<void> => {
      for (; waiting; turns++) await nextTurn();
    })();
    const answers = await Promise.all(guesses);
    waiting = false;
    await others;
    assert.ok(turns > 100, `others had ${turns} turns of the loop`);
    assert.equal(answers.filter((each) => each === 'too many passwords are being checked').length, 36);
    assert.equal(answers.filter((each) => each === INVALID).length, 64);
    assert.equal(await ask(authenticator, basic('bob', 'right')), 'bob');
  } finally {
    await authenticator.close();
  }
});

test('a broken file is told in one line', () => {
  const message = (text: string): string => {
    try {
      parsePasswordFile(text, 'f');
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.equal(message('a,b\n'), "password file 'f' must have at least 3 columns (password, user name, user uid), found 2");
  assert.match(message(',b,1\n'), /without a user name or a password/);
  assert.match(message('a,b,1\nc,b,2\n'), /more than once/);
});
