/** The current time as objects carry it (see formatTime), written once a second. */
import { formatTime } from './time.ts';

export function timeText(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second !== last.second) last = { second, text: formatTime(milliseconds) };
  return last.text;
}

/** Every write says the time several times, and thousands of writes say the same. */
let last = { second: Number.NaN, text: '' };
