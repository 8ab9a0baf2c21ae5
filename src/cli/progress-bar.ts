/** One line that grows while something long is done; nothing where no person looks. */
import type { Terminal } from './terminal.ts';

const WIDTH = 30;

export interface ProgressBar {
  update(done: number, total: number): void;
  /** Leaves the line clean for what is said next. */
  end(): void;
}

export function progressBar(what: string, terminal: Terminal): ProgressBar {
  if (!terminal.interactive) return { update: () => {}, end: () => {} };
  let shown = '';
  return {
    update(done, total) {
      const share = total === 0 ? 1 : Math.min(1, done / total);
      const filled = Math.floor(share * WIDTH);
      const bar = `${'='.repeat(filled)}${' '.repeat(WIDTH - filled)}`;
      const line = `${what} [${bar}] ${String(Math.floor(share * 100)).padStart(3)}% ${done}/${total}`;
      // Terminals are slow: only what looks different is written.
      if (line === shown) return;
      shown = line;
      terminal.out(`\r${line}`);
    },
    end() {
      if (shown !== '') terminal.out(`\r${' '.repeat(shown.length)}\r`);
      shown = '';
    },
  };
}
